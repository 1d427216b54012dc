package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Sockets of one namespace as operators read them in Redis.
 *
 * <p>What older nodes wrote is read, too: they did not say which node they are.
 */
final class MemberJson {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private MemberJson() {}

  static String write(List<Placed> sockets) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (Placed socket : sockets) {
      Member member = socket.member();
      JsonObjectBuilder object =
          JSON.createObjectBuilder()
              .add("socketId", member.socketId())
              .add("connectedAt", member.connectedAt().toEpochMilli())
              .add("away", member.away());
      add(object, "node", socket.node());
      add(object, "deviceId", member.deviceId());
      add(object, "platform", member.platform());
      add(object, "name", member.name());
      array.add(object);
    }
    return array.build().toString();
  }

  static List<Placed> read(String namespace, String userId, String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      JsonArray array = reader.readArray();
      return array.stream()
          .map(JsonValue::asJsonObject)
          .map(o -> new Placed(namespace, o.getString("node", null), member(userId, o)))
          .toList();
    }
  }

  private static Member member(String userId, JsonObject object) {
    return new Member(
        userId,
        object.getString("name", null),
        object.getString("socketId"),
        object.getString("deviceId", null),
        object.getString("platform", null),
        Instant.ofEpochMilli(object.getJsonNumber("connectedAt").longValue()),
        object.getBoolean("away"));
  }

  private static void add(JsonObjectBuilder object, String name, String value) {
    if (value != null) {
      object.add(name, value);
    }
  }
}
