package dev.parley.faults;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The longest use of Redis that a caller at any node saw while this is open.
 *
 * <p>A node tells it for the last ten seconds at least, so each is asked more often than that. What
 * a node saw in the last seconds before it was killed is lost.
 */
final class LongestUse implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LongestUse.class.getName());
  private static final String SERIES = "redis_command_longest_seconds{";
  // Nothing is told any more by then of what was before this was opened.
  private static final Duration FIRST = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofSeconds(4);

  private final ScheduledExecutorService threads;
  private final LongAccumulator nanos = new LongAccumulator(Math::max, 0);

  LongestUse(ClusterHarness cluster) {
    // One each: a node that is paused answers nobody.
    threads = Executors.newScheduledThreadPool(cluster.size());
    for (LibertyServer node : cluster.nodes()) {
      ScheduledFuture<?> unused =
          threads.scheduleWithFixedDelay(
              () -> ask(node), FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What was seen up to a few seconds ago. */
  Duration soFar() {
    return Duration.ofNanos(nanos.get());
  }

  private void ask(LibertyServer node) {
    try {
      RawHttp.get(node.port(), "/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith(SERIES))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .forEach(seconds -> nanos.accumulate((long) (seconds * 1e9)));
    } catch (IOException | RuntimeException away) {
      LOG.log(Level.FINE, "A node does not tell its longest use of Redis", away);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
