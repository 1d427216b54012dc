package dev.parley.socketio.session;

import dev.parley.gateway.api.EncodedEvent;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import dev.parley.socketio.protocol.PacketEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Puts packets into Engine.IO messages: the text with its packet type, then attachments raw. */
enum SocketIoFrames implements EncodedEvent.WireFormat {
  /** The format of broadcasts, which are encoded once. */
  FORMAT;

  private static final char ENGINE_MESSAGE = '4';

  @Override
  public OutboundMessage encode(EncodedEvent event) {
    // Clients take a last argument that is a string for the place to go on from.
    String arguments =
        event.offset() == null
            ? event.arguments()
            : event.arguments()
                + (event.arguments().isEmpty() ? "\"" : ",\"")
                + event.offset()
                + '"';
    return event(event, arguments, OptionalLong.empty());
  }

  /** An event that asks for an ack; made for one receiver. */
  static OutboundMessage request(EncodedEvent event, long ackId) {
    return event(event, event.arguments(), OptionalLong.of(ackId));
  }

  /** An ack with its attachments; never dropped for being late. */
  static OutboundMessage ack(
      String namespace, long ackId, String arguments, List<byte[]> attachments) {
    return message(
        PacketEncoder.ack(namespace, ackId, arguments, attachments.size()),
        attachments,
        Delivery.ORDERED,
        null);
  }

  /** A packet without attachments. */
  static OutboundMessage text(String packet) {
    return OutboundMessage.ordered(frame(packet));
  }

  private static OutboundMessage event(EncodedEvent event, String arguments, OptionalLong ackId) {
    String packet =
        PacketEncoder.event(
            event.namespace(), event.event(), arguments, event.attachments().size(), ackId);
    return message(packet, event.attachments(), event.delivery(), event.coalesceKey());
  }

  private static OutboundMessage message(
      String packet, List<byte[]> attachments, Delivery delivery, String coalesceKey) {
    List<Frame> frames = new ArrayList<>(1 + attachments.size());
    frames.add(frame(packet));
    for (byte[] attachment : attachments) {
      frames.add(new Frame.Binary(attachment));
    }
    return OutboundMessage.of(frames, delivery, coalesceKey);
  }

  private static Frame frame(String packet) {
    return Frame.Text.of(ENGINE_MESSAGE + packet);
  }
}
