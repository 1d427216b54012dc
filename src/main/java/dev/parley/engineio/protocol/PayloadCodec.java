package dev.parley.engineio.protocol;

import dev.parley.engineio.protocol.EngineProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a polling request or response: packets with a 0x1E between them.
 *
 * <p>Immutable; safe on any thread.
 */
public final class PayloadCodec {
  /** Stands between two packets, never at an end. */
  public static final char SEPARATOR = '\u001e';

  private final int maxPackets;
  private final int maxBytes;

  /**
   * Sets the limits of inbound bodies.
   *
   * @param maxPackets packets in one body, at least 1
   * @param maxBytes UTF-8 bytes of one body, at least 1
   */
  public PayloadCodec(int maxPackets, int maxBytes) {
    if (maxPackets < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("a payload limit below 1");
    }
    this.maxPackets = maxPackets;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a request body; either all of it is valid, or none of it counts.
   *
   * @return at least one packet, in the order of the wire
   * @throws EngineProtocolException on bytes that are not UTF-8, a body over a limit, an empty body
   *     or item (so also a separator at an end), or a malformed packet
   */
  public List<EnginePacket> decode(byte[] body) throws EngineProtocolException {
    if (body.length > maxBytes) {
      throw new EngineProtocolException(Reason.TOO_LARGE);
    }
    try {
      // A decoder of its own reports malformed bytes; the String constructor would replace them.
      return split(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException malformed) {
      throw new EngineProtocolException(Reason.MALFORMED_UTF8);
    }
  }

  private List<EnginePacket> split(String body) throws EngineProtocolException {
    List<EnginePacket> packets = new ArrayList<>(4);
    int start = 0;
    int end;
    do {
      if (packets.size() == maxPackets) {
        throw new EngineProtocolException(Reason.TOO_MANY_PACKETS);
      }
      end = body.indexOf(SEPARATOR, start);
      packets.add(PacketCodec.decode(body.substring(start, end < 0 ? body.length() : end)));
      start = end + 1;
    } while (end >= 0);
    return packets;
  }

  /** Joins encoded packets to a response body. */
  public static String join(Iterable<String> packets) {
    return String.join(String.valueOf(SEPARATOR), packets);
  }
}
