package dev.parley.socketio.protocol;

/**
 * A client broke the protocol; its connection is to be closed at once.
 *
 * <p>Checked, so that no caller forgets to close. It carries no stack trace and nothing of what the
 * client sent, so its message may be logged.
 */
public final class SocketProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public SocketProtocolException(Reason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What was wrong. */
  public enum Reason {
    EMPTY_PACKET("an empty packet"),
    UNKNOWN_TYPE("an unknown packet type"),
    TEXT_TOO_LONG("a packet over the text limit"),
    BAD_ATTACHMENT_COUNT("a missing or malformed attachment count"),
    TOO_MANY_ATTACHMENTS("more attachments than allowed"),
    ATTACHMENTS_TOO_LARGE("attachments over the limit"),
    BAD_NAMESPACE("a namespace that is too long or has control characters"),
    BAD_ACK_ID("an ack id that is missing, too long or out of place"),
    TOO_DEEP("JSON nested too deeply"),
    MALFORMED_JSON("malformed JSON"),
    NUMBER_OUT_OF_RANGE("a number out of all range"),
    BAD_PAYLOAD("a payload that does not fit the packet type"),
    BAD_EVENT_NAME("an event without a name, or with a reserved one"),
    BAD_PLACEHOLDER("placeholders that do not match the attachments"),
    UNEXPECTED_TEXT("text where an attachment is due"),
    UNEXPECTED_BINARY("an attachment that no packet announced");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
