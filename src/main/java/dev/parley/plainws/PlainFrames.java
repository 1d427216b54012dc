package dev.parley.plainws;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.RandomId;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Base64;
import java.util.List;

/** Writes the objects that the server sends; always one text frame each. */
enum PlainFrames implements EncodedEvent.WireFormat {
  /** The format of broadcasts, which are encoded once. */
  FORMAT;

  private static final JsonProvider JSON = JsonProvider.provider();

  @Override
  public OutboundMessage encode(EncodedEvent event) {
    String json =
        "{\"event\":"
            + JSON.createValue(event.event())
            + data(event.arguments(), event.attachments());
    return OutboundMessage.of(List.of(Frame.Text.of(json)), event.delivery(), event.coalesceKey());
  }

  /** The answer to a request; the id is the client's own, as JSON. */
  static OutboundMessage ack(JsonValue id, Acknowledgement answer) {
    String start = "{\"ack\":" + id;
    if (answer instanceof Acknowledgement.Success success) {
      return text(start + data(success.arguments(), success.attachments()));
    }
    return text(start + ",\"error\":" + ((Acknowledgement.Failure) answer).json() + '}');
  }

  /** An error that answers no request. */
  static OutboundMessage error(String json) {
    return text("{\"error\":" + json + '}');
  }

  /** An error that answers a request. */
  static OutboundMessage error(JsonValue id, String json) {
    return text("{\"ack\":" + id + ",\"error\":" + json + '}');
  }

  /** The error object for a message of this package's own; it has a reference like all others. */
  static String errorJson(ErrorCode code, String message) {
    return "{\"code\":\""
        + code.wireName()
        + "\",\"message\":"
        + JSON.createValue(message)
        + ",\"retryable\":"
        + code.retryable()
        + ",\"ref\":\""
        + RandomId.next()
        + "\"}";
  }

  private static OutboundMessage text(String json) {
    return OutboundMessage.ordered(Frame.Text.of(json));
  }

  /**
   * The rest of the object.
   *
   * <p>There is one {@code data}, so several arguments become an array. JSON has no bytes:
   * attachments follow as base64, and placeholders number them as they do in Socket.IO.
   */
  private static String data(String arguments, List<byte[]> attachments) {
    StringBuilder json = new StringBuilder(arguments.length() + 32);
    if (!arguments.isEmpty()) {
      boolean several = hasSeveral(arguments);
      json.append(",\"data\":")
          .append(several ? "[" : "")
          .append(arguments)
          .append(several ? "]" : "");
    }
    for (int i = 0; i < attachments.size(); i++) {
      json.append(i == 0 ? ",\"attachments\":[\"" : "\",\"")
          .append(Base64.getEncoder().encodeToString(attachments.get(i)));
    }
    return json.append(attachments.isEmpty() ? "}" : "\"]}").toString();
  }

  /** Whether comma-separated JSON values are more than one. */
  private static boolean hasSeveral(String arguments) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> quoted = true;
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case ',' -> {
          if (depth == 0) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }
}
