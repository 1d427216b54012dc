package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import java.util.OptionalLong;

/**
 * What stands before the JSON of a packet: {@code <type>[<n>-][<namespace>,][<id>]}.
 *
 * @param attachments announced attachments; 0 for types that have none
 * @param end where the JSON starts, or the length of the text
 */
record PacketHeader(
    SocketPacketType type, int attachments, String namespace, OptionalLong ackId, int end) {
  private static final String MAIN_NAMESPACE = "/";

  static PacketHeader parse(String text, int maxAttachments) throws SocketProtocolException {
    if (text.isEmpty()) {
      throw new SocketProtocolException(Reason.EMPTY_PACKET);
    }
    SocketPacketType type = SocketPacketType.ofDigit(text.charAt(0));
    int at = 1;
    int attachments = 0;
    if (type.isBinary()) {
      int end = endOfDigits(text, at);
      if (end == at || end == text.length() || text.charAt(end) != '-') {
        throw new SocketProtocolException(Reason.BAD_ATTACHMENT_COUNT);
      }
      attachments = count(text, at, end, maxAttachments);
      at = end + 1;
    }
    String namespace = MAIN_NAMESPACE;
    if (at < text.length() && text.charAt(at) == '/') {
      int comma = text.indexOf(',', at);
      // "0/custom" needs no comma: nothing follows.
      int end = comma < 0 ? text.length() : comma;
      namespace = namespace(text, at, end);
      at = comma < 0 ? end : comma + 1;
    }
    int idEnd = endOfDigits(text, at);
    return new PacketHeader(type, attachments, namespace, ackId(text, at, idEnd), idEnd);
  }

  private static int count(String text, int from, int to, int max) throws SocketProtocolException {
    int count = 0;
    for (int i = from; i < to; i++) {
      count = count * 10 + text.charAt(i) - '0';
      // Inside the loop, so that no number of digits overflows.
      if (count > max) {
        throw new SocketProtocolException(Reason.TOO_MANY_ATTACHMENTS);
      }
    }
    return count;
  }

  /**
   * The namespace without its query part.
   *
   * <p>The reference server cuts the query for older clients, and the published clients of today
   * never send one; without the cut a token in it would become part of a name that is logged.
   */
  private static String namespace(String text, int from, int to) throws SocketProtocolException {
    if (to - from > DecoderLimits.MAX_NAMESPACE_LENGTH) {
      throw new SocketProtocolException(Reason.BAD_NAMESPACE);
    }
    int end = to;
    for (int i = to - 1; i >= from; i--) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw new SocketProtocolException(Reason.BAD_NAMESPACE);
      }
      if (c == '?') {
        end = i;
      }
    }
    return text.substring(from, end);
  }

  private static OptionalLong ackId(String text, int from, int to) throws SocketProtocolException {
    if (from == to) {
      return OptionalLong.empty();
    }
    if (to - from > DecoderLimits.MAX_ACK_ID_DIGITS) {
      throw new SocketProtocolException(Reason.BAD_ACK_ID);
    }
    return OptionalLong.of(Long.parseLong(text, from, to, 10));
  }

  private static int endOfDigits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
