package dev.parley.cluster.redis;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.outbound.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cluster messages as bytes: version, kind, then the fields of the kind, in order.
 *
 * <p>A field may be added at the end of a kind: an older node ignores it, a newer one must bear its
 * absence. Everything else is a new kind or version, which an older node skips.
 */
final class MessageCodec {
  private static final byte VERSION = 1;
  private static final byte ROOM_EVENT = 1;
  private static final int ABSENT = -1;

  private MessageCodec() {}

  static byte[] write(ClusterMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      if (message instanceof RoomEvent event) {
        out.writeByte(ROOM_EVENT);
        write(out, event);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * The message; empty when a newer node wrote a kind that this one does not know.
   *
   * @throws IllegalArgumentException when the bytes are no message
   */
  static Optional<ClusterMessage> read(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION || in.get() != ROOM_EVENT) {
        return Optional.empty();
      }
      return Optional.of(readRoomEvent(in));
    } catch (BufferUnderflowException cutOff) {
      throw new IllegalArgumentException("A cluster message is cut off", cutOff);
    }
  }

  private static void write(DataOutputStream out, RoomEvent event) throws IOException {
    text(out, event.namespace());
    text(out, event.room());
    text(out, event.event());
    text(out, event.arguments());
    out.writeByte(code(event.delivery()));
    text(out, event.coalesceKey());
    text(out, event.exceptSocketId());
    out.writeInt(event.attachments().size());
    for (byte[] attachment : event.attachments()) {
      out.writeInt(attachment.length);
      out.write(attachment);
    }
  }

  private static RoomEvent readRoomEvent(ByteBuffer in) {
    String namespace = text(in);
    String room = text(in);
    String event = text(in);
    String arguments = text(in);
    Delivery delivery = delivery(in.get());
    String coalesceKey = text(in);
    String exceptSocketId = text(in);
    int count = in.getInt();
    List<byte[]> attachments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      attachments.add(bytes(in, in.getInt()));
    }
    return new RoomEvent(
        namespace, room, event, arguments, attachments, delivery, coalesceKey, exceptSocketId);
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

  private static void text(DataOutputStream out, String text) throws IOException {
    if (text == null) {
      out.writeInt(ABSENT);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    return length == ABSENT ? null : new String(bytes(in, length), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("A cluster message is cut off");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
