package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes packets of one connection's messages: a text, then the attachments that it announced.
 *
 * <p>One per connection, for one thread at a time. After an exception it is of no more use: the
 * connection is to be closed. It knows no time: the session starts its attachment time-out when a
 * call leaves {@link #isWaiting} true, and cancels it when one leaves it false.
 */
public final class BinaryAssembler {
  private final PacketDecoder decoder;
  private final DecoderLimits limits;
  private final List<byte[]> attachments = new ArrayList<>();
  private PacketDecoder.Draft draft;
  private int attachmentBytes;

  public BinaryAssembler(PacketDecoder decoder) {
    this.decoder = decoder;
    this.limits = decoder.limits();
  }

  /**
   * Takes a text message.
   *
   * @return the packet, or empty when attachments have to come first
   * @throws SocketProtocolException when it is malformed, or an attachment is due
   */
  public Optional<SocketPacket> text(String text) throws SocketProtocolException {
    if (draft != null) {
      throw new SocketProtocolException(Reason.UNEXPECTED_TEXT);
    }
    PacketDecoder.Draft decoded = decoder.decode(text);
    if (decoded.attachments() == 0) {
      return Optional.of(decoded.packet());
    }
    draft = decoded;
    return Optional.empty();
  }

  /**
   * Takes a binary message; the array then belongs to the packet.
   *
   * @return the packet, or empty when more attachments have to come
   * @throws SocketProtocolException when none is due, or they get too large together
   */
  public Optional<SocketPacket> binary(byte[] bytes) throws SocketProtocolException {
    if (draft == null) {
      throw new SocketProtocolException(Reason.UNEXPECTED_BINARY);
    }
    if (bytes.length > limits.maxAttachmentBytes() - attachmentBytes) {
      throw new SocketProtocolException(Reason.ATTACHMENTS_TOO_LARGE);
    }
    attachmentBytes += bytes.length;
    attachments.add(bytes);
    if (attachments.size() < draft.attachments()) {
      return Optional.empty();
    }
    SocketPacket packet = draft.complete(attachments, attachmentBytes);
    draft = null;
    attachments.clear();
    attachmentBytes = 0;
    return Optional.of(packet);
  }

  /** Whether announced attachments are still to come. */
  public boolean isWaiting() {
    return draft != null;
  }
}
