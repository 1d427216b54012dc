package dev.parley.cluster.redis;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * The channel of a log: fast, and free to lose anything.
 *
 * <p>Safe on any thread, never blocks. Redisson subscribes again by itself when a connection
 * breaks; whether it really did, only a frame that arrives can tell.
 */
final class LogTopic {
  private final RedisGuard guard;
  private final String channel;
  private final Consumer<byte[]> listener;

  /**
   * @param listener gets every frame, on a thread of Redisson; must only hand it on
   */
  LogTopic(RedisGuard guard, String channel, Consumer<byte[]> listener) {
    this.guard = guard;
    this.channel = channel;
    this.listener = listener;
  }

  /** Subscribes, in place of whatever subscription there was. */
  CompletionStage<Integer> subscribe() {
    return guard.call(
        "subscribe",
        redis -> {
          RTopic topic = topic(redis);
          return topic
              .removeAllListenersAsync()
              .thenCompose(
                  gone ->
                      topic.addListenerAsync(
                          byte[].class, (name, frame) -> listener.accept(frame)));
        });
  }

  /** Sends a frame that comes back to every subscriber. */
  CompletionStage<Long> probe() {
    return guard.call("probe", redis -> topic(redis).publishAsync(LogFrame.probe()));
  }

  CompletionStage<Void> unsubscribe() {
    return guard.call("unsubscribe", redis -> topic(redis).removeAllListenersAsync());
  }

  private RTopic topic(RedisLink redis) {
    return redis.client().getTopic(channel, ByteArrayCodec.INSTANCE);
  }
}
