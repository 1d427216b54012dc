package dev.parley.cluster.redis;

import dev.parley.cluster.redis.ScriptPipe.Run;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * The client that reaches Redis, and the pipe that its many small scripts share.
 *
 * <p>On a Redis Cluster each script goes alone: a batch would make those of one server wait for
 * those of another.
 */
final class RedisLink {
  private final RedissonClient client;
  private final boolean isCluster;
  private final ScriptPipe pipe;

  RedisLink(RedissonClient client, Scheduler scheduler, TimeSource time, Duration timeout) {
    this.client = client;
    this.isCluster = client.getConfig().isClusterConfig();
    this.pipe = new ScriptPipe(this::send, scheduler, time, timeout);
  }

  RedissonClient client() {
    return client;
  }

  /** Runs a script at once. */
  <T> CompletionStage<T> alone(Function<RScriptAsync, ? extends CompletionStage<T>> script) {
    return script.apply(client.getScript(ByteArrayCodec.INSTANCE));
  }

  /** Runs a script with others that are due. */
  <T> CompletionStage<T> shared(Function<RScriptAsync, ? extends CompletionStage<T>> script) {
    return isCluster ? alone(script) : pipe.run(script);
  }

  private void send(List<Run<?>> runs) {
    if (runs.size() == 1) {
      runs.get(0).start(client.getScript(ByteArrayCodec.INSTANCE));
      return;
    }
    RBatch batch = client.createBatch(BatchOptions.defaults());
    RScriptAsync scripts = batch.getScript(ByteArrayCodec.INSTANCE);
    runs.forEach(run -> run.start(scripts));
    // Each run hears its own answer; of some failures, such as that Redis is busy, only the batch.
    CompletionStage<?> end = batch.executeAsync();
    end.whenComplete(
        (answers, failure) -> {
          if (failure != null) {
            runs.forEach(run -> run.fail(failure));
          }
        });
  }
}
