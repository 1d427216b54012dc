package dev.parley.faults;

/**
 * One thing that a client did or saw, in the order of that client.
 *
 * <p>A client is one Socket.IO socket in one namespace, over all its connections. Times are those
 * of {@link System#nanoTime}; every process of one machine reads the same clock.
 */
sealed interface Sighting {
  String client();

  long nanos();

  /**
   * The socket is connected, authenticated and in its rooms.
   *
   * @param link names this connection; no two of a run have the same
   * @param recovered whether the server promised that nothing was missed
   */
  record Connected(
      String client, String user, String namespace, String link, boolean recovered, long nanos)
      implements Sighting {}

  /** What was missed has been fetched, so that the socket stands as if it had been recovered. */
  record CaughtUp(String client, long nanos) implements Sighting {}

  /** The connection is gone. */
  record Disconnected(String client, String reason, long nanos) implements Sighting {}

  /**
   * One attempt to send.
   *
   * @param tempId names the message; unique in a run, the same in each attempt
   * @param to the user whom it is for; null for everyone in the namespace
   */
  record Sent(String client, String tempId, String to, String link, long nanos)
      implements Sighting {}

  /**
   * The server answered that it has the message.
   *
   * @param seq 0 where the namespace does not number, or the store is away
   * @param pending whether it said that only the node has it
   */
  record Acked(String client, String tempId, String id, long seq, boolean pending, long nanos)
      implements Sighting {}

  /** The server answered with an error. */
  record Refused(String client, String tempId, String code, long nanos) implements Sighting {}

  /**
   * A message came.
   *
   * @param sender the user whom the server names as its sender
   * @param fetched whether the client asked for it, as one does after a lost session
   */
  record Received(
      String client, String sender, String tempId, String id, long seq, boolean fetched, long nanos)
      implements Sighting {
    Received asFetched() {
      return new Received(client, sender, tempId, id, seq, true, nanos);
    }
  }

  /** Somebody is said to have come online or gone offline. */
  record Announced(String client, String user, boolean online, long nanos) implements Sighting {}
}
