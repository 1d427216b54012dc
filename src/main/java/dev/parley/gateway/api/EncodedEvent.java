package dev.parley.gateway.api;

import dev.parley.outbound.Delivery;
import dev.parley.outbound.OutboundMessage;
import java.util.List;

/**
 * An outbound event whose JSON is written once and shared by all receivers.
 *
 * <p>Each wire format is encoded at the first receiver that needs it, and kept until {@link
 * #release}. Safe on any thread; a race encodes twice and keeps one.
 */
public final class EncodedEvent {
  private final String namespace;
  private final String event;
  private final String arguments;
  private final List<byte[]> attachments;
  private final Delivery delivery;
  private final String coalesceKey;
  private final String offset;
  private volatile Encoding first;
  private volatile Encoding second;

  /**
   * Describes an event that no log has.
   *
   * @param arguments the JSON arguments after the event name, comma-separated, no brackets
   * @param coalesceKey null unless the delivery is coalescible
   */
  public EncodedEvent(
      String namespace,
      String event,
      String arguments,
      List<byte[]> attachments,
      Delivery delivery,
      String coalesceKey) {
    this(namespace, event, arguments, attachments, delivery, coalesceKey, null);
  }

  /**
   * Describes an event.
   *
   * @param offset what a client that has seen it says when it comes back; null when the event is no
   *     place to go on from
   */
  public EncodedEvent(
      String namespace,
      String event,
      String arguments,
      List<byte[]> attachments,
      Delivery delivery,
      String coalesceKey,
      String offset) {
    this.namespace = namespace;
    this.event = event;
    this.arguments = arguments;
    this.attachments = List.copyOf(attachments);
    this.delivery = delivery;
    this.coalesceKey = coalesceKey;
    this.offset = offset;
  }

  public String namespace() {
    return namespace;
  }

  public String event() {
    return event;
  }

  public String arguments() {
    return arguments;
  }

  public List<byte[]> attachments() {
    return attachments;
  }

  public Delivery delivery() {
    return delivery;
  }

  public String coalesceKey() {
    return coalesceKey;
  }

  /** Where the log of the namespace stands with this event, for the wire; or null. */
  public String offset() {
    return offset;
  }

  /** The event in a wire format; there are two formats, and both are remembered. */
  public OutboundMessage as(WireFormat format) {
    Encoding known = first;
    if (known == null) {
      known = new Encoding(format, format.encode(this));
      first = known;
    }
    if (known.format == format) {
      return known.message;
    }
    known = second;
    if (known == null || known.format != format) {
      known = new Encoding(format, format.encode(this));
      second = known;
    }
    return known.message;
  }

  /**
   * Forgets the wire formats: all who are here have it. An event is kept for minutes for those who
   * are away, and most of them are never asked for again; who comes back has it encoded anew.
   */
  public void release() {
    first = null;
    second = null;
  }

  /** Turns events into frames; a stateless singleton, compared by identity. */
  public interface WireFormat {
    OutboundMessage encode(EncodedEvent event);
  }

  private record Encoding(WireFormat format, OutboundMessage message) {}
}
