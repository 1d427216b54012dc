package dev.parley.cluster.api;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Rooms that each socket of a user is to be in, whenever it comes and on whatever node.
 *
 * <p>Forgotten when nobody asked for them in a week. Safe on any thread.
 */
public interface StandingRooms {
  /**
   * Adds a room; never blocks.
   *
   * @return completes when other nodes can see it; within half a second in any case, exceptionally
   *     while the store is away, and this node alone knows it until the store is back
   */
  CompletionStage<Void> add(String namespace, String userId, String room);

  /**
   * A user's rooms. May block for half a second; while the store is away only what this node knows
   * is found.
   */
  default Set<String> of(String namespace, String userId) {
    return of(namespace, userId, late -> {});
  }

  /**
   * The same, and when the store is away all of the user's rooms once it is back.
   *
   * @param later gets them, at most once and on any thread; it must not block
   */
  Set<String> of(String namespace, String userId, Consumer<Set<String>> later);
}
