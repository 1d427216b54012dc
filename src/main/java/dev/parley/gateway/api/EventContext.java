package dev.parley.gateway.api;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.util.Objects;
import java.util.Optional;

/**
 * One inbound event on its way through the chain; immutable.
 *
 * @param name the name as the client sent it; may be unknown, long or odd
 * @param event the row it names in the socket's namespace, or null for an unknown event
 * @param payload the bound record; null until validation has made it
 * @param receivedNanos when it was read, by {@link dev.parley.kernel.TimeSource#nanoTime}
 * @param traceId 32 hex digits that tie its log lines together
 */
public record EventContext(
    ClientSocket socket,
    String name,
    InboundEvent event,
    Arguments arguments,
    Record payload,
    boolean ackRequested,
    long receivedNanos,
    String traceId) {
  private static final int PRINTABLE_LENGTH = 64;

  /** The row, for those inside the step that has refused unknown events. */
  public InboundEvent requireEvent() {
    return Objects.requireNonNull(event, "an unknown event got past the authorization");
  }

  /** The name for logs and metrics: a known wire name, or {@code unknown}. */
  public String label() {
    return event == null ? "unknown" : event.wireName();
  }

  /** The client's name for it, cut and without odd characters: safe in a log or an answer. */
  public String printableName() {
    return event == null ? printable(name) : event.wireName();
  }

  /** What a client calls an event, cut and without odd characters. */
  public static String printable(String name) {
    int length = Math.min(name.length(), PRINTABLE_LENGTH);
    StringBuilder printable = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      printable.append(plain || c == ':' || c == '_' || c == '-' || c == '.' ? c : '?');
    }
    return printable.toString();
  }

  public EventContext withPayload(Record bound) {
    return new EventContext(
        socket, name, event, arguments, bound, ackRequested, receivedNanos, traceId);
  }

  /**
   * The bytes of a binary field, or empty where the client sent none.
   *
   * @throws ParleyException VALIDATION_FAILED when the field does not number an attachment
   */
  public Optional<byte[]> attachment(BinaryRef ref) {
    if (ref == null) {
      return Optional.empty();
    }
    if (!ref.placeholder() || ref.num() < 0 || ref.num() >= arguments.attachments().size()) {
      throw new ParleyException(ErrorCode.VALIDATION_FAILED, "a binary field is not binary");
    }
    return Optional.of(arguments.attachments().get(ref.num()));
  }
}
