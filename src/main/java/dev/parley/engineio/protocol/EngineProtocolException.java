package dev.parley.engineio.protocol;

/**
 * A client broke the protocol; its session is to be closed at once.
 *
 * <p>Checked, so that no caller forgets to close. It carries no stack trace and nothing of what the
 * client sent, so its message may be logged.
 */
public final class EngineProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public EngineProtocolException(Reason reason) {
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
    UNEXPECTED_DATA("data after a packet type that has none"),
    MALFORMED_BASE64("malformed base64"),
    MALFORMED_UTF8("malformed UTF-8"),
    TOO_MANY_PACKETS("too many packets in one payload"),
    TOO_LARGE("a payload over the limit");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
