package dev.parley.chat.globalroom.boundary;

import dev.parley.chat.globalroom.control.GlobalMessages.Page;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.gateway.api.Arguments;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages with their binary parts, as arguments for the wire.
 *
 * <p>The fields are those of {@link ChatMessage} and {@link History}; these go this way because a
 * record's encoding cannot carry attachments.
 */
public final class MessageJson {
  // Cached: a look-up of the provider at every message costs more than the message.
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** The field of a message's place. */
  public static final String NUMBER = "seq";

  private MessageJson() {}

  /** The one argument of {@code chat:message}, without its place, which the log puts there. */
  public static Arguments arguments(GlobalMessage message) {
    List<byte[]> attachments = new ArrayList<>(1);
    JsonObject json = fields(JSON.createObjectBuilder(), message, attachments).build();
    return new Arguments(JSON.createArrayBuilder().add(json).build(), attachments);
  }

  /**
   * The message that the one argument of {@code chat:message} is.
   *
   * @param attachments its binary part, if it is wanted
   */
  public static GlobalMessage message(String json, List<byte[]> attachments) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      JsonObject message = reader.readObject();
      return new GlobalMessage(
          message.getString("id"),
          message.getJsonNumber(NUMBER).longValueExact(),
          new Participant(message.getString("userId"), message.getString("name", null)),
          message.getString("content"),
          message.getString("tempId"),
          Instant.parse(message.getString("createdAt")),
          attachments);
    }
  }

  /** A page as the one argument of {@code chat:history}. */
  static Arguments event(Page page) {
    return page(page, JSON.createObjectBuilder());
  }

  /** A page as the one argument of an ack. */
  static Arguments acknowledgement(Page page) {
    return page(page, JSON.createObjectBuilder().add("status", "ok"));
  }

  private static Arguments page(Page page, JsonObjectBuilder target) {
    List<byte[]> attachments = new ArrayList<>();
    JsonArrayBuilder messages = JSON.createArrayBuilder();
    page.messages().forEach(message -> messages.add(object(message, attachments)));
    target.add("messages", messages);
    page.nextBefore().ifPresent(seq -> target.add("nextBefore", seq));
    return new Arguments(JSON.createArrayBuilder().add(target).build(), attachments);
  }

  private static JsonObjectBuilder object(GlobalMessage message, List<byte[]> attachments) {
    return fields(JSON.createObjectBuilder().add(NUMBER, message.seq()), message, attachments);
  }

  private static JsonObjectBuilder fields(
      JsonObjectBuilder json, GlobalMessage message, List<byte[]> attachments) {
    json.add("id", message.id()).add("userId", message.sender().userId());
    if (message.sender().name() != null) {
      json.add("name", message.sender().name());
    }
    json.add("content", message.content())
        .add("tempId", message.tempId())
        .add("createdAt", message.createdAt().toString());
    for (byte[] data : message.attachments()) {
      json.add(
          "data",
          JSON.createObjectBuilder().add("_placeholder", true).add("num", attachments.size()));
      attachments.add(data);
    }
    return json;
  }
}
