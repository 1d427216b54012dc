package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;

/**
 * Reads the text of a packet.
 *
 * <p>Immutable, one for all connections; safe on any thread. Time and memory are linear in the
 * length of the text, whatever it holds.
 */
public final class PacketDecoder {
  /** Names that mean something to the clients' own event emitters. */
  private static final Set<String> RESERVED_EVENTS =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private final DecoderLimits limits;
  private final PayloadReader payloads;

  public PacketDecoder(DecoderLimits limits) {
    this.limits = limits;
    this.payloads = new PayloadReader(limits.maxDepth());
  }

  DecoderLimits limits() {
    return limits;
  }

  /** Reads a text; the packet is complete when no attachments are announced. */
  Draft decode(String text) throws SocketProtocolException {
    if (text.length() > limits.maxTextLength()) {
      throw new SocketProtocolException(Reason.TEXT_TOO_LONG);
    }
    PacketHeader header = PacketHeader.parse(text, limits.maxAttachments());
    SocketPacket packet =
        switch (header.type()) {
          case CONNECT -> connect(header, text);
          case DISCONNECT -> disconnect(header, text);
          case CONNECT_ERROR -> connectError(header, text);
          case EVENT, BINARY_EVENT -> event(header, text);
          case ACK, BINARY_ACK -> ack(header, text);
        };
    return new Draft(packet, header.attachments());
  }

  private SocketPacket connect(PacketHeader header, String text) throws SocketProtocolException {
    refuseAckId(header);
    if (header.end() == text.length()) {
      return new SocketPacket.Connect(header.namespace(), JsonValue.EMPTY_JSON_OBJECT);
    }
    if (payloads.value(text, header.end()) instanceof JsonObject auth) {
      return new SocketPacket.Connect(header.namespace(), auth);
    }
    throw new SocketProtocolException(Reason.BAD_PAYLOAD);
  }

  private static SocketPacket disconnect(PacketHeader header, String text)
      throws SocketProtocolException {
    refuseAckId(header);
    if (header.end() < text.length()) {
      throw new SocketProtocolException(Reason.BAD_PAYLOAD);
    }
    return new SocketPacket.Disconnect(header.namespace());
  }

  private SocketPacket connectError(PacketHeader header, String text)
      throws SocketProtocolException {
    refuseAckId(header);
    requirePayload(header, text);
    JsonValue data = payloads.value(text, header.end());
    if (data instanceof JsonObject || data instanceof JsonString) {
      return new SocketPacket.ConnectError(header.namespace(), data);
    }
    throw new SocketProtocolException(Reason.BAD_PAYLOAD);
  }

  private SocketPacket event(PacketHeader header, String text) throws SocketProtocolException {
    requirePayload(header, text);
    PayloadReader.Named event = payloads.named(text, header.end());
    if (RESERVED_EVENTS.contains(event.name())) {
      throw new SocketProtocolException(Reason.BAD_EVENT_NAME);
    }
    checkPlaceholders(header, event.arguments());
    return new SocketPacket.Event(
        header.namespace(),
        header.ackId(),
        event.name(),
        event.arguments(),
        List.of(),
        text.length());
  }

  private SocketPacket ack(PacketHeader header, String text) throws SocketProtocolException {
    if (header.ackId().isEmpty()) {
      throw new SocketProtocolException(Reason.BAD_ACK_ID);
    }
    requirePayload(header, text);
    if (payloads.value(text, header.end()) instanceof JsonArray arguments) {
      checkPlaceholders(header, arguments);
      return new SocketPacket.Ack(
          header.namespace(), header.ackId().getAsLong(), arguments, List.of(), text.length());
    }
    throw new SocketProtocolException(Reason.BAD_PAYLOAD);
  }

  /** In a packet that is not binary, what looks like a placeholder is data. */
  private static void checkPlaceholders(PacketHeader header, JsonArray arguments)
      throws SocketProtocolException {
    if (header.type().isBinary()) {
      Placeholders.check(arguments, header.attachments());
    }
  }

  private static void requirePayload(PacketHeader header, String text)
      throws SocketProtocolException {
    if (header.end() == text.length()) {
      throw new SocketProtocolException(Reason.BAD_PAYLOAD);
    }
  }

  private static void refuseAckId(PacketHeader header) throws SocketProtocolException {
    if (header.ackId().isPresent()) {
      throw new SocketProtocolException(Reason.BAD_ACK_ID);
    }
  }

  /**
   * A packet that may lack its attachments.
   *
   * @param packet complete when none are announced
   */
  record Draft(SocketPacket packet, int attachments) {
    /** The packet with the attachments that came, all of which were announced. */
    SocketPacket complete(List<byte[]> received, int bytes) {
      if (packet instanceof SocketPacket.Event event) {
        return new SocketPacket.Event(
            event.namespace(),
            event.ackId(),
            event.name(),
            event.arguments(),
            received,
            event.size() + bytes);
      }
      if (packet instanceof SocketPacket.Ack ack) {
        return new SocketPacket.Ack(
            ack.namespace(), ack.ackId(), ack.arguments(), received, ack.size() + bytes);
      }
      throw new IllegalStateException("only events and acks have attachments");
    }
  }
}
