package dev.parley.socketio.protocol;

/**
 * What one packet of a client may cost.
 *
 * @param maxTextLength characters of the packet's text
 * @param maxAttachments attachments of one packet; 0 forbids them
 * @param maxAttachmentBytes all attachments of one packet together
 * @param maxDepth nested JSON arrays and objects, the outermost included; 1 to 500
 */
public record DecoderLimits(
    int maxTextLength, int maxAttachments, int maxAttachmentBytes, int maxDepth) {
  /** Longer namespaces are refused; the query part counts. */
  public static final int MAX_NAMESPACE_LENGTH = 128;

  /** Longer ack ids are refused; below 2^53, so that a browser can count so far. */
  public static final int MAX_ACK_ID_DIGITS = 15;

  public DecoderLimits {
    if (maxTextLength < 1 || maxAttachments < 0 || maxAttachmentBytes < 0) {
      throw new IllegalArgumentException("a negative or empty limit");
    }
    // The JSON parser recurses, and has a limit of 1 000 of its own.
    if (maxDepth < 1 || maxDepth > 500) {
      throw new IllegalArgumentException("maxDepth is 1 to 500");
    }
  }
}
