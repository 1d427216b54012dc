package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore.Session;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A session as it lies in Redis, without what its key and its record say. */
final class SessionJson {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private SessionJson() {}

  static String write(Session session) {
    JsonArrayBuilder rooms = JSON.createArrayBuilder();
    session.rooms().forEach(rooms::add);
    JsonObjectBuilder data = JSON.createObjectBuilder();
    session.data().forEach(data::add);
    SessionStart since = session.since();
    JsonObjectBuilder all =
        JSON.createObjectBuilder()
            .add("socketId", session.socketId())
            .add("deviceId", session.deviceId())
            .add("epoch", since.position().epoch())
            .add("offset", since.position().offset())
            .add("rooms", rooms)
            .add("data", data);
    if (!since.publisher().isEmpty()) {
      all.add("publisher", since.publisher()).add("sequence", since.sequence());
    }
    return all.build().toString();
  }

  static Session read(SessionKey key, long generation, String userId, String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      Set<String> rooms =
          json.getJsonArray("rooms").getValuesAs(JsonString.class).stream()
              .map(JsonString::getString)
              .collect(Collectors.toSet());
      Map<String, String> data = new HashMap<>();
      JsonObject said = json.getJsonObject("data");
      said.keySet().forEach(name -> data.put(name, said.getString(name)));
      return new Session(
          key.namespace(),
          key.pid(),
          generation,
          json.getString("socketId"),
          userId,
          json.getString("deviceId"),
          since(json),
          rooms,
          data);
    }
  }

  private static SessionStart since(JsonObject json) {
    Position position =
        new Position(
            json.getJsonNumber("epoch").longValue(), json.getJsonNumber("offset").longValue());
    return json.containsKey("publisher")
        ? new SessionStart(
            position, json.getString("publisher"), json.getJsonNumber("sequence").longValue())
        : SessionStart.at(position);
  }
}
