package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Makes the client when Redis is there, and does not fail while it is not.
 *
 * <p>Redisson connects, and blocks, when it is made; so it is made on a thread of the executor,
 * again and again until it works. From then on it reconnects by itself.
 */
final class RedisConnection implements Supplier<Optional<RedisLink>>, AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisConnection.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Supplier<Config> config;
  private final Executor executor;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration timeout;
  private volatile RedisLink link;
  private boolean closed;
  private boolean complained;

  RedisConnection(
      Supplier<Config> config,
      Executor executor,
      Scheduler scheduler,
      TimeSource time,
      Duration timeout) {
    this.config = config;
    this.executor = executor;
    this.scheduler = scheduler;
    this.time = time;
    this.timeout = timeout;
  }

  /** Begins to connect; returns at once. */
  void start() {
    executor.execute(this::connect);
  }

  @Override
  public Optional<RedisLink> get() {
    return Optional.ofNullable(link);
  }

  /** Closes the client; blocks for a second or so. */
  @Override
  public void close() {
    RedisLink last;
    synchronized (this) {
      closed = true;
      last = link;
      link = null;
    }
    if (last != null) {
      shutDown(last.client());
    }
  }

  private void connect() {
    RedissonClient made;
    try {
      made = Redisson.create(config.get());
    } catch (RuntimeException away) {
      failed(away);
      return;
    }
    synchronized (this) {
      if (!closed) {
        link = new RedisLink(made, scheduler, time, timeout);
        LOG.log(Level.INFO, "Connected to Redis");
        return;
      }
    }
    shutDown(made);
  }

  private synchronized void failed(RuntimeException away) {
    if (closed) {
      return;
    }
    if (!complained) {
      complained = true;
      LOG.log(Level.WARNING, "Redis cannot be reached; trying on: {0}", away.getMessage());
    }
    scheduler.schedule(RETRY, this::start);
  }

  private static void shutDown(RedissonClient client) {
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
