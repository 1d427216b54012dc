package dev.parley.chat.direct.boundary;

import dev.parley.chat.direct.control.DirectFeed.Accepted;
import dev.parley.chat.direct.control.DirectMessage;
import dev.parley.gateway.api.Arguments;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;

/** A direct message with its binary part, as arguments: the fields of {@link ReceivedMessage}. */
public final class DirectJson {
  // Cached: a look-up of the provider at every message costs more than the message.
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private DirectJson() {}

  /** The one argument of {@code message:received}. */
  public static Arguments arguments(DirectMessage message) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", message.id())
            .add("from", message.from())
            .add("to", message.to())
            .add("text", message.text())
            .add("tempId", message.tempId())
            .add("timestamp", message.timestamp().toString());
    if (!message.attachments().isEmpty()) {
      json.add("data", JSON.createObjectBuilder().add("_placeholder", true).add("num", 0));
    }
    return new Arguments(JSON.createArrayBuilder().add(json).build(), message.attachments());
  }

  /** What the sender is told of the one argument of {@code message:received}. */
  public static Accepted accepted(String json, boolean pending) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      JsonObject message = reader.readObject();
      return new Accepted(
          message.getString("id"), Instant.parse(message.getString("timestamp")), pending);
    }
  }
}
