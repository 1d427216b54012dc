package dev.parley.cluster.api;

import java.util.Set;
import java.util.concurrent.CompletionStage;

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
   *     while the store is away, and this node alone knows it
   */
  CompletionStage<Void> add(String namespace, String userId, String room);

  /**
   * A user's rooms. May block for half a second; while the store is away only what this node knows
   * is found.
   */
  Set<String> of(String namespace, String userId);
}
