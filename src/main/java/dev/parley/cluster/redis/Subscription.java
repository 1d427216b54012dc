package dev.parley.cluster.redis;

import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Keeps a log's channel subscribed: a silent one is probed, and subscribed anew when the probe does
 * not come back. Used in the actor's mailbox only.
 */
final class Subscription {
  private static final Logger LOG = System.getLogger(Subscription.class.getName());
  private static final Duration RETRY = Duration.ofMillis(500);

  private final String name;
  private final LogTopic topic;
  private final Duration silence;
  private final Executor mailbox;
  private final ActorTimers timers;
  private final TimeSource time;
  private final Runnable onSubscribed;
  private boolean subscribed;
  private boolean probed;
  private boolean ended;
  private long lastHeard;

  /**
   * @param silence how long the channel may say nothing before it is probed
   * @param onSubscribed called each time; what was said before may be lost
   */
  Subscription(
      String name,
      LogTopic topic,
      Duration silence,
      Executor mailbox,
      ActorTimers timers,
      TimeSource time,
      Runnable onSubscribed) {
    this.name = name;
    this.topic = topic;
    this.silence = silence;
    this.mailbox = mailbox;
    this.timers = timers;
    this.time = time;
    this.onSubscribed = onSubscribed;
  }

  void start() {
    subscribe();
    timers.every(silence, this::listen);
  }

  void end() {
    ended = true;
    topic.unsubscribe();
  }

  /** A frame arrived. */
  void heard() {
    lastHeard = time.nanoTime();
    probed = false;
  }

  private void subscribe() {
    topic
        .subscribe()
        .whenCompleteAsync(
            (id, failure) -> {
              if (ended) {
                topic.unsubscribe();
                return;
              }
              subscribed = failure == null;
              if (subscribed) {
                heard();
                onSubscribed.run();
              } else {
                timers.after(RETRY, this::subscribe);
              }
            },
            mailbox);
  }

  private void listen() {
    if (!subscribed || time.nanoTime() - lastHeard < silence.toNanos()) {
      return;
    }
    if (probed) {
      LOG.log(Level.WARNING, "The channel of log {0} is silent; subscribing again", name);
      subscribed = false;
      subscribe();
      return;
    }
    long sent = time.nanoTime();
    // A probe that could not be sent says nothing about the subscription; one that was sent may
    // well
    // be heard before it is known that it was.
    topic
        .probe()
        .whenCompleteAsync(
            (count, failure) -> probed = failure == null && lastHeard - sent < 0, mailbox);
  }
}
