package dev.parley.cluster.api;

import dev.parley.outbound.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What one node tells all; a closed set, so that each receiver handles every kind. */
public sealed interface ClusterMessage {
  /** The log of what concerns nodes rather than the sockets of one namespace. */
  String CONTROL_LOG = "control";

  /** The log that it lies in; messages of one log reach every node in one order. */
  String log();

  /**
   * An event for the sockets in rooms of a namespace; a socket in several of them gets it once.
   *
   * @param rooms one at least
   * @param arguments the JSON arguments after the event name, comma-separated, no brackets
   * @param coalesceKey null unless the delivery is coalescible
   * @param exceptSocketId the socket that is left out, or null
   * @param exceptRoom sockets in this room are left out, too; or null
   * @param key null, or what makes it the same message: a log takes one message of a key only
   * @param numbering null unless the log numbers it
   */
  record RoomEvent(
      String namespace,
      List<String> rooms,
      String event,
      String arguments,
      List<byte[]> attachments,
      Delivery delivery,
      String coalesceKey,
      String exceptSocketId,
      String exceptRoom,
      String key,
      Numbering numbering)
      implements ClusterMessage {
    public RoomEvent {
      rooms = List.copyOf(rooms);
      attachments = List.copyOf(attachments);
    }

    /** An event for one room, repeatable and without a number. */
    public RoomEvent(
        String namespace,
        String room,
        String event,
        String arguments,
        List<byte[]> attachments,
        Delivery delivery,
        String coalesceKey,
        String exceptSocketId) {
      this(
          namespace,
          List.of(room),
          event,
          arguments,
          attachments,
          delivery,
          coalesceKey,
          exceptSocketId,
          null,
          null,
          null);
    }

    @Override
    public String log() {
      return namespace;
    }

    /** The same event with the number that the log gave it. */
    public RoomEvent numbered(long number) {
      return new RoomEvent(
          namespace,
          rooms,
          event,
          arguments,
          attachments,
          delivery,
          coalesceKey,
          exceptSocketId,
          exceptRoom,
          key,
          numbering.with(number));
    }

    /** The arguments as receivers get them, the number in its place. */
    public String numberedArguments() {
      return numbering == null
          ? arguments
          : new StringBuilder(arguments).insert(numbering.at(), numbering.number()).toString();
    }
  }

  /**
   * Asks the log to number an event: 1, 2, 3 and so on per counter, in the order of the log.
   *
   * @param counter a name within the log
   * @param at the index in the arguments where the number is inserted
   * @param number 0 until the log gave it one; it stays 0 for an event that was delivered while the
   *     store was away
   */
  record Numbering(String counter, int at, long number) {
    Numbering with(long given) {
      return new Numbering(counter, at, given);
    }
  }

  /**
   * Lets the sockets in a room join another one, wherever they are.
   *
   * @param members the room whose sockets join
   * @param room the room that they join
   */
  record RoomJoin(String namespace, String members, String room) implements ClusterMessage {
    @Override
    public String log() {
      return namespace;
    }
  }

  /**
   * A session was taken over by a new connection; whoever else holds it lets go, quietly.
   *
   * @param generation of the new holder; older ones end
   */
  record SessionMoved(String namespace, String pid, long generation) implements ClusterMessage {
    @Override
    public String log() {
      return CONTROL_LOG;
    }
  }

  /**
   * Tokens are no longer good; sockets that live on one are closed.
   *
   * @param subject whose they are, or the token's id
   * @param before tokens issued before this moment, of a user; of no meaning for one token
   */
  record Revocation(Kind kind, String subject, Instant before) implements ClusterMessage {
    /** What is revoked. */
    public enum Kind {
      USER,
      TOKEN
    }

    public Revocation {
      Objects.requireNonNull(subject, "subject");
    }

    @Override
    public String log() {
      return CONTROL_LOG;
    }
  }
}
