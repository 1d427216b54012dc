package dev.parley.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Has clients say something at a steady rate; who and to whom comes from a seed. */
final class Load implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger sent = new AtomicInteger();
  private final Bots bots;
  private final List<Bot> senders;
  private final String run;
  private final Random random;
  private Future<?> beat;

  /** Not started; {@code run} begins the name of every message. */
  Load(Bots bots, List<Bot> senders, String run, Random random) {
    this.bots = bots;
    this.senders = List.copyOf(senders);
    this.run = run;
    this.random = random;
  }

  /** Starts to have so many messages sent in a second. */
  Load start(int perSecond) {
    long period = Duration.ofSeconds(1).toNanos() / perSecond;
    beat = clock.scheduleAtFixedRate(this::sayOne, 0, period, TimeUnit.NANOSECONDS);
    return this;
  }

  private void sayOne() {
    say(senders.get(random.nextInt(senders.size())));
  }

  private void say(Bot sender) {
    String tempId = run + ":" + sent.incrementAndGet();
    String to = sender.namespace().equals("/") ? otherUser(sender) : null;
    bots.send(sender.client(), tempId, to, "message " + tempId);
  }

  private String otherUser(Bot sender) {
    List<String> users =
        senders.stream()
            .filter(bot -> bot.namespace().equals("/"))
            .map(Bot::user)
            .filter(user -> !user.equals(sender.user()))
            .distinct()
            .toList();
    return users.get(random.nextInt(users.size()));
  }

  /** Stops, and has every sender say a last word: what came before it in a log must be there. */
  void stop() {
    if (beat.isDone()) {
      throw new IllegalStateException("the load ended by itself");
    }
    close();
    senders.forEach(this::say);
  }

  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the load goes on");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
