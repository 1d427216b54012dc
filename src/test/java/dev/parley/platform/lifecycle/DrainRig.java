package dev.parley.platform.lifecycle;

import dev.parley.kernel.NodeLife;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A drain of connections that are numbers, on a clock that the test moves. */
class DrainRig implements Clients, Connections, Holdings {
  static final DrainSettings SETTINGS =
      new DrainSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5));

  final ManualTimer timer = new ManualTimer();
  final NodeLife life = new NodeLife();
  final List<String> happened = new ArrayList<>();

  /** When each connection was told, and when it was asked to close, since the start. */
  final Map<Integer, Duration> told = new LinkedHashMap<>();

  final Map<Integer, Duration> closed = new LinkedHashMap<>();

  /** Connections that do not go when they are asked to. */
  int stubborn;

  boolean busy;
  CompletableFuture<Void> flush = CompletableFuture.completedFuture(null);
  final Drain drain = new Drain(SETTINGS, life, this, this, this, timer, timer);
  private final int connections;
  private boolean restClosed;

  DrainRig(int connections) {
    this.connections = connections;
  }

  Duration now() {
    return Duration.ofNanos(timer.nanoTime());
  }

  boolean isDrained() {
    return drain.whenDrained().toCompletableFuture().isDone();
  }

  /** Lets time pass until the drain is over; returns when that was. */
  Duration run() {
    while (!isDrained()) {
      timer.advance(Duration.ofMillis(10));
      if (now().compareTo(Duration.ofMinutes(2)) > 0) {
        throw new AssertionError("the drain does not end: " + drain.progress());
      }
    }
    return now();
  }

  @Override
  public void tellMaintenance() {
    happened.add("maintenance");
  }

  @Override
  public List<Runnable> farewells() {
    happened.add("farewells");
    return each(told);
  }

  @Override
  public int open() {
    return restClosed ? 0 : Math.max(stubborn, connections - closed.size());
  }

  @Override
  public List<Runnable> closers() {
    happened.add("closers");
    return each(closed);
  }

  @Override
  public void closeRest() {
    happened.add("rest");
    restClosed = true;
  }

  @Override
  public boolean hasEventsInWork() {
    return busy;
  }

  @Override
  public CompletionStage<Void> flush() {
    happened.add("flush");
    return flush;
  }

  @Override
  public void release() {
    happened.add("release");
  }

  private List<Runnable> each(Map<Integer, Duration> when) {
    return IntStream.range(0, connections)
        .<Runnable>mapToObj(n -> () -> when.put(n, now()))
        .toList();
  }
}
