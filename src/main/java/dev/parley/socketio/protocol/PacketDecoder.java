package dev.parley.socketio.protocol;

/**
 * Reads the text of a packet.
 *
 * <p>Immutable, one for all connections; safe on any thread. Time and memory are linear in the
 * length of the text, whatever it holds.
 */
public final class PacketDecoder {
  private final DecoderLimits limits;

  public PacketDecoder(DecoderLimits limits) {
    this.limits = limits;
  }

  DecoderLimits limits() {
    return limits;
  }

  Draft decode(String text) throws SocketProtocolException {
    throw new UnsupportedOperationException(text);
  }

  interface Draft {
    int attachments();

    SocketPacket complete(java.util.List<byte[]> attachments, int attachmentBytes);
  }
}
