package dev.parley.gateway.api;

/**
 * Sends events to rooms, on every node; inject it where a feature speaks to more than one socket.
 *
 * <p>Safe on any thread, never waits for a receiver. Events of one room reach all receivers in one
 * order. A room that is empty is no error.
 */
public interface Emitter {
  /** To everyone in the room. */
  default void toRoom(String namespace, String room, OutboundEvent event, Object payload) {
    toRoom(namespace, room, event, payload, Options.NONE);
  }

  /** To those in the room that the options do not leave out; the payload is a record. */
  void toRoom(String namespace, String room, OutboundEvent event, Object payload, Options options);

  /** As above, with the arguments as they go on the wire, attachments included. */
  void toRoom(
      String namespace, String room, OutboundEvent event, Arguments arguments, Options options);

  /**
   * How an event is sent.
   *
   * @param exceptSocketId the socket that is left out, usually the sender's; null for none
   * @param coalesceKey tells apart what may replace what, in a coalescible event; null means that
   *     the event's name alone decides
   */
  record Options(String exceptSocketId, String coalesceKey) {
    public static final Options NONE = new Options(null, null);

    public static Options except(ClientSocket socket) {
      return new Options(socket.id(), null);
    }
  }
}
