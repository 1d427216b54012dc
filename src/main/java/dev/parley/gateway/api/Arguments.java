package dev.parley.gateway.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * The arguments of an event or an ack.
 *
 * @param values the JSON arguments, without the event name; binary stands in them as {@code
 *     {"_placeholder":true,"num":n}}
 * @param attachments the binary parts that the placeholders number; never written to
 */
public record Arguments(JsonArray values, List<byte[]> attachments) {
  public static final Arguments NONE = new Arguments(JsonValue.EMPTY_JSON_ARRAY, List.of());

  public Arguments {
    attachments = List.copyOf(attachments);
  }

  /** Without the content, which may hold messages and tokens. */
  @Override
  public String toString() {
    return "Arguments[" + values.size() + " values, " + attachments.size() + " attachments]";
  }
}
