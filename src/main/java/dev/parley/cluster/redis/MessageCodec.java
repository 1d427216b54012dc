package dev.parley.cluster.redis;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.ClusterMessage.RoomJoin;
import dev.parley.cluster.api.ClusterMessage.SessionMoved;
import dev.parley.outbound.Delivery;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cluster messages as bytes: version, kind, then the fields of the kind, in order.
 *
 * <p>A field may be added at the end of a kind: an older node ignores it, a newer one must bear its
 * absence. Everything else is a new kind or version, which an older node skips. The number of an
 * event that has a counter is always the last eight bytes, so that {@code append.lua} can set it
 * without knowing anything else of a message.
 */
final class MessageCodec {
  private static final byte VERSION = 1;
  private static final byte ROOM_EVENT = 1;
  private static final byte ROOM_JOIN = 2;
  private static final byte SESSION_MOVED = 3;
  private static final byte REVOCATION = 4;
  private static final SharedTexts SHARED = new SharedTexts();

  private MessageCodec() {}

  static byte[] write(ClusterMessage message) {
    FieldWriter out = new FieldWriter().octet(VERSION);
    if (message instanceof RoomEvent event) {
      write(out.octet(ROOM_EVENT), event);
    } else if (message instanceof RoomJoin join) {
      out.octet(ROOM_JOIN).text(join.namespace()).text(join.members()).text(join.room());
    } else if (message instanceof SessionMoved moved) {
      out.octet(SESSION_MOVED).text(moved.namespace()).text(moved.pid()).big(moved.generation());
    } else if (message instanceof Revocation revocation) {
      write(out.octet(REVOCATION), revocation);
    } else {
      throw new IllegalArgumentException("No code for " + message.getClass());
    }
    return out.bytes();
  }

  /**
   * The message; empty when a newer node wrote a kind that this one does not know.
   *
   * @throws IllegalArgumentException when the bytes are no message
   */
  static Optional<ClusterMessage> read(byte[] bytes) {
    try {
      FieldReader in = new FieldReader(bytes);
      if (in.octet() != VERSION) {
        return Optional.empty();
      }
      return switch (in.octet()) {
        case ROOM_EVENT -> Optional.of(readRoomEvent(in));
        case ROOM_JOIN -> Optional.of(new RoomJoin(in.text(), in.text(), in.text()));
        case SESSION_MOVED -> Optional.of(new SessionMoved(in.text(), in.text(), in.big()));
        case REVOCATION ->
            Optional.of(
                new Revocation(
                    kind(in.octet()), in.text(), Instant.ofEpochSecond(in.big(), in.number())));
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException cutOff) {
      throw new IllegalArgumentException("A cluster message is cut off", cutOff);
    }
  }

  /** The bytes of an event that has a counter, with the number that the log gave it. */
  static byte[] numbered(byte[] message, long number) {
    byte[] copy = message.clone();
    ByteBuffer.wrap(copy).putLong(copy.length - Long.BYTES, number);
    return copy;
  }

  /** The number of an event that has a counter. */
  static long number(byte[] message) {
    return ByteBuffer.wrap(message).getLong(message.length - Long.BYTES);
  }

  private static void write(FieldWriter out, RoomEvent event) {
    out.text(event.namespace()).number(event.rooms().size());
    event.rooms().forEach(out::text);
    out.text(event.event())
        .text(event.arguments())
        .octet(code(event.delivery()))
        .text(event.coalesceKey())
        .text(event.exceptSocketId())
        .text(event.exceptRoom())
        .text(event.key())
        .number(event.attachments().size());
    event.attachments().forEach(out::block);
    Numbering numbering = event.numbering();
    out.text(numbering == null ? null : numbering.counter());
    if (numbering != null) {
      out.number(numbering.at()).big(numbering.number());
    }
  }

  private static void write(FieldWriter out, Revocation revocation) {
    Instant before = revocation.before();
    long seconds = before.getEpochSecond();
    int nanos = before.getNano();
    out.octet(code(revocation.kind())).text(revocation.subject()).big(seconds).number(nanos);
  }

  private static RoomEvent readRoomEvent(FieldReader in) {
    String namespace = SHARED.of(in.text());
    List<String> rooms = new ArrayList<>();
    for (int left = in.number(); left > 0; left--) {
      rooms.add(SHARED.of(in.text()));
    }
    String event = SHARED.of(in.text());
    String arguments = in.text();
    Delivery delivery = delivery(in.octet());
    String coalesceKey = in.text();
    String exceptSocketId = in.text();
    String exceptRoom = SHARED.of(in.text());
    String key = in.text();
    List<byte[]> attachments = new ArrayList<>();
    for (int left = in.number(); left > 0; left--) {
      attachments.add(in.block());
    }
    String counter = SHARED.of(in.text());
    Numbering numbering =
        counter == null ? null : new Numbering(counter, in.number(), in.lastBig());
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
        numbering);
  }

  private static byte code(Revocation.Kind kind) {
    return switch (kind) {
      case USER -> 'u';
      case TOKEN -> 't';
    };
  }

  private static Revocation.Kind kind(byte code) {
    return switch (code) {
      case 'u' -> Revocation.Kind.USER;
      case 't' -> Revocation.Kind.TOKEN;
      default -> throw new IllegalArgumentException("No kind of revocation: " + code);
    };
  }

  private static byte code(Delivery delivery) {
    return switch (delivery) {
      case ORDERED -> 'o';
      case COALESCIBLE -> 'c';
      case VOLATILE -> 'v';
    };
  }

  private static Delivery delivery(byte code) {
    return switch (code) {
      case 'o' -> Delivery.ORDERED;
      case 'c' -> Delivery.COALESCIBLE;
      case 'v' -> Delivery.VOLATILE;
      default -> throw new IllegalArgumentException("No class of delivery: " + code);
    };
  }
}
