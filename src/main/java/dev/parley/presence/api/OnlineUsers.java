package dev.parley.presence.api;

/** Asks who has a socket in {@code /}, on any node. Safe on any thread. */
public interface OnlineUsers {
  /**
   * How many sockets a user has in {@code /}; 0 for one who is away or does not exist. May block
   * for half a second.
   */
  int sockets(String userId);
}
