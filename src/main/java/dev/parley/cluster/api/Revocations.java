package dev.parley.cluster.api;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Remembers revocations for nodes that start later; those that run hear of them on the control log.
 *
 * <p>Safe on any thread, never blocks; stages complete within half a second unless they say
 * otherwise, on a thread of the store.
 */
public interface Revocations {
  /** How many are remembered at a time; a user with all their tokens is one. */
  int MOST = 20_000;

  /**
   * Remembers a revocation. Of two for one user the later moment counts.
   *
   * @param life how long from now; what is past is forgotten
   * @return completes when it is safe; fails with a {@code ParleyException} UNAVAILABLE when the
   *     store is away (it is then written as soon as the store is back, as long as this node lives)
   *     or OVERLOADED when the store holds too many
   */
  CompletionStage<Void> remember(Revocation revocation, Duration life);

  /**
   * Remembers again what the store may have lost: as {@link #remember}, for as long as is left of
   * each. Unlike that, nothing is tried again, and stages may take half a second for each few
   * hundred.
   *
   * @return completes when all of it is safe; fails with UNAVAILABLE when the store is away, with
   *     some or none of it written, or with OVERLOADED when there was no room for some
   */
  CompletionStage<Void> restore(List<Remembered> lost);

  /** All that is remembered; fails with UNAVAILABLE while the store is away. */
  CompletionStage<List<Remembered>> all();

  /**
   * One of them.
   *
   * @param left how much longer it is remembered
   */
  record Remembered(Revocation revocation, Duration left) {}
}
