package dev.parley.gateway.api;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What became of an event that was sent reliably.
 *
 * @param arguments the JSON arguments as receivers get them; of a repeated event those of the first
 * @param number what the log numbered it with; 0 when it numbers nothing, or has not yet
 * @param repeated whether an earlier one of its key stands for it
 * @param pending whether this node alone has it so far, because the store is away
 */
public record Sent(String arguments, long number, boolean repeated, boolean pending) {
  // A little more than the sending itself takes at most.
  private static final Duration BOUND = Duration.ofSeconds(3);

  /**
   * Waits for it; for handlers, on their lane.
   *
   * @throws ParleyException as the sending failed; UNAVAILABLE when it did not end in time
   */
  public static Sent await(CompletionStage<Sent> sending) {
    try {
      return sending.toCompletableFuture().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new ParleyException(ErrorCode.UNAVAILABLE);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ParleyException expected) {
        throw expected;
      }
      throw new IllegalStateException("an event could not be sent", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ParleyException(ErrorCode.UNAVAILABLE);
    }
  }
}
