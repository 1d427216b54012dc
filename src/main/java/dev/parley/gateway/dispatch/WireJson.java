package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes payloads, answers and errors as JSON.
 *
 * <p>Holds its factories: looking them up for each message costs thirty times the writing. Safe on
 * any thread.
 */
final class WireJson {
  private static final String OK = "{\"status\":\"ok\"}";
  // A body with a status of its own, as "pending", says it in place of "ok".
  private static final ClassValue<Boolean> HAS_STATUS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          for (var component : type.getRecordComponents()) {
            if (component.getName().equals("status")) {
              return true;
            }
          }
          return false;
        }
      };

  private final Jsonb jsonb = JsonbBuilder.create();
  private final JsonBuilderFactory factory = Json.createBuilderFactory(Map.of());

  /** A record as an object; absent and null fields are left out. */
  String write(Object payload) {
    return jsonb.toJson(payload);
  }

  /** Arguments as they go on the wire, comma-separated. */
  String write(Arguments arguments) {
    StringJoiner json = new StringJoiner(",");
    for (JsonValue value : arguments.values()) {
      json.add(value.toString());
    }
    return json.toString();
  }

  String write(ErrorReply error) {
    JsonObjectBuilder json =
        factory
            .createObjectBuilder()
            .add("code", error.code().wireName())
            .add("message", error.message())
            .add("retryable", error.code().retryable());
    if (error.retryAfterMs() != null) {
      json.add("retryAfterMs", error.retryAfterMs());
    }
    json.add("ref", error.ref());
    if (error.event() != null) {
      json.add("event", error.event());
    }
    if (error.tempId() != null) {
      json.add("tempId", error.tempId());
    }
    return json.build().toString();
  }

  /** The ack that an outcome makes. */
  Acknowledgement acknowledgement(Outcome outcome) {
    if (outcome instanceof Outcome.Failure failure) {
      return new Acknowledgement.Failure(failure.error(), write(failure.error()));
    }
    Reply reply = ((Outcome.Success) outcome).reply();
    if (reply instanceof Reply.Raw raw) {
      return new Acknowledgement.Success(write(raw.arguments()), raw.arguments().attachments());
    }
    return new Acknowledgement.Success(success(((Reply.Body) reply).body()), List.of());
  }

  private String success(Record body) {
    if (body == null) {
      return OK;
    }
    String json = write(body);
    if (HAS_STATUS.get(body.getClass())) {
      return json;
    }
    return json.equals("{}") ? OK : "{\"status\":\"ok\"," + json.substring(1);
  }
}
