package dev.parley.gateway.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sends events to rooms, on every node; inject it where a feature speaks to more than one socket.
 *
 * <p>Safe on any thread, never waits for a receiver. Events of one namespace reach all receivers in
 * one order. A room that is empty is no error. A socket in several of the rooms gets an event once.
 */
public interface Emitter {
  /** To everyone in the room. */
  default void toRoom(String namespace, String room, OutboundEvent event, Object payload) {
    toRooms(namespace, List.of(room), event, payload, Options.NONE);
  }

  /** To those in the room that the options do not leave out; the payload is a record. */
  default void toRoom(
      String namespace, String room, OutboundEvent event, Object payload, Options options) {
    toRooms(namespace, List.of(room), event, payload, options);
  }

  /** As above, with the arguments as they go on the wire, attachments included. */
  default void toRoom(
      String namespace, String room, OutboundEvent event, Arguments arguments, Options options) {
    toRooms(namespace, List.of(room), event, arguments, options);
  }

  /** To everyone in any of the rooms; the payload is a record. */
  default void toRooms(
      String namespace, Collection<String> rooms, OutboundEvent event, Object payload) {
    toRooms(namespace, rooms, event, payload, Options.NONE);
  }

  /** To those in any of the rooms that the options do not leave out; without rooms to nobody. */
  void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Object payload,
      Options options);

  /** As above, with the arguments as they go on the wire, attachments included. */
  void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options);

  /**
   * Lets the sockets in a room join another one, wherever they are; in the order of events, so that
   * what is sent afterwards reaches them through it. Best effort: a node that is cut off forgets.
   *
   * @param members the room whose sockets join
   */
  void join(String namespace, String members, String room);

  /**
   * Sends an event once per key, so that it is safe when the sender is told.
   *
   * <p>Of several events of one key, sent on whatever nodes, the first alone goes to the rooms; the
   * others are answered from it, for as long as it is remembered (minutes).
   *
   * @param rooms one at least
   * @return completes when the event is safe against the death of this node, within two seconds, on
   *     a thread that must not be blocked; fails with a {@code ParleyException}: OVERLOADED or
   *     DRAINING when it was not taken, UNAVAILABLE when the first of its key is not known here
   *     yet. The sender may try again with the same key.
   */
  CompletionStage<Sent> send(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options,
      Once once);

  /** The event that stands for a key, as far as it is known on this node. */
  Optional<Sent> find(String namespace, String key);

  /**
   * How an event is sent.
   *
   * @param exceptSocketId the socket that is left out, usually the sender's; null for none
   * @param exceptRoom a room whose sockets are left out; null for none
   * @param coalesceKey tells apart what may replace what, in a coalescible event; null means that
   *     the event's name alone decides
   */
  record Options(String exceptSocketId, String exceptRoom, String coalesceKey) {
    public static final Options NONE = new Options(null, null, null);

    public static Options except(ClientSocket socket) {
      return exceptSocket(socket.id());
    }

    public static Options exceptSocket(String socketId) {
      return new Options(socketId, null, null);
    }

    public static Options exceptRoom(String room) {
      return new Options(null, room, null);
    }
  }

  /**
   * What makes an event the same when it is sent again.
   *
   * @param key unique within the namespace
   * @param counter numbers the event, with all others of this counter: 1, 2, 3 in the order of the
   *     log; null for no number
   * @param numberField the field that the number becomes, the first of the first argument, which is
   *     an object without it; null without a counter
   */
  record Once(String key, String counter, String numberField) {
    /** Without a number. */
    public static Once by(String key) {
      return new Once(key, null, null);
    }
  }
}
