package dev.parley.presence.api;

/** Asks who has a socket in {@code /}. Safe on any thread, never blocks. */
public interface OnlineUsers {
  /** How many sockets a user has in {@code /}; 0 for one who is away or does not exist. */
  int sockets(String userId);

  /** Whether a user has any; cheap enough to be asked for thousands. */
  default boolean isHere(String userId) {
    return sockets(userId) > 0;
  }
}
