package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Gives what one cache is stored in an end of its own after it was written, at most once a second.
 *
 * <p>Needed after any write, since with the last entry the end is gone, too, and so it is with a
 * Redis that came back empty. The first write in a while is followed by it at once, more within a
 * second by one when that is over. Safe on any thread.
 */
final class CacheEnd {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisGuard guard;
  private final Scheduler scheduler;
  private final String cache;
  private final Duration life;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  private enum State {
    IDLE,
    /** An end was given within a second, and nothing was written since. */
    GIVEN,
    /** The same, and something was. */
    DUE
  }

  /**
   * @param life how long an entry lives that is not written again
   */
  CacheEnd(RedisGuard guard, Scheduler scheduler, String cache, Duration life) {
    this.guard = guard;
    this.scheduler = scheduler;
    this.cache = cache;
    this.life = life;
  }

  /** The cache was written, or may have been. */
  void written() {
    State before = state.getAndUpdate(now -> now == State.IDLE ? State.GIVEN : State.DUE);
    if (before == State.IDLE) {
      give();
    }
  }

  private void give() {
    guard.call("cache", this::end).whenComplete(this::given);
    scheduler.schedule(PAUSE, this::pauseIsOver);
  }

  private void given(Long found, Throwable failure) {
    if (failure != null) {
      scheduler.schedule(PAUSE, this::written);
    }
  }

  private CompletionStage<Long> end(RedisLink redis) {
    return JCaches.end(redis, cache, life);
  }

  private void pauseIsOver() {
    State before = state.getAndUpdate(now -> now == State.DUE ? State.GIVEN : State.IDLE);
    if (before == State.DUE) {
      give();
    }
  }
}
