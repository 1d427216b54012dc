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
   *     while the store is away: this node alone knows it then, and tries again until the store
   *     takes it
   */
  CompletionStage<Void> add(String namespace, String userId, String room);

  /**
   * A user's rooms. May block for half a second; while the store is away only what this node knows
   * is found.
   */
  Set<String> of(String namespace, String userId);

  /**
   * The same, for a socket that came. What the store does not say in time it is asked again, and
   * the listeners are told.
   */
  Set<String> ofComing(String namespace, String userId);

  /** Adds a listener, which is told of users whose rooms the store said or took late. */
  void onLate(Listener listener);

  /** Whom to tell that sockets may not be in all of their rooms. */
  interface Listener {
    /**
     * All rooms of a user, now that they are known; on any thread, must not block. Not told when
     * too many wait for the store, or the node stops before it is back.
     */
    void late(String namespace, String userId, Set<String> rooms);
  }
}
