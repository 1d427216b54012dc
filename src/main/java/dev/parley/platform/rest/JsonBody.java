package dev.parley.platform.rest;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** A small JSON object as the body of a request; strict about its types. */
public final class JsonBody {
  private static final int MAX_BYTES = 8_192;
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private final JsonObject fields;

  private JsonBody(JsonObject fields) {
    this.fields = fields;
  }

  /**
   * Reads a body; none at all is an object without fields.
   *
   * @throws ParleyException MALFORMED or PAYLOAD_TOO_LARGE
   */
  public static JsonBody of(InputStream body) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(MAX_BYTES + 1);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    if (bytes.length > MAX_BYTES) {
      throw new ParleyException(ErrorCode.PAYLOAD_TOO_LARGE);
    }
    if (bytes.length == 0) {
      return new JsonBody(JsonValue.EMPTY_JSON_OBJECT);
    }
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      return new JsonBody(reader.readObject());
    } catch (JsonException unreadable) {
      throw new ParleyException(ErrorCode.MALFORMED, "The body has to be one JSON object.");
    }
  }

  /**
   * A field that may be absent or null.
   *
   * @throws ParleyException VALIDATION_FAILED when it is not a string
   */
  public Optional<String> text(String name) {
    JsonValue value = fields.get(name);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      return Optional.of(text.getString());
    }
    throw new ParleyException(ErrorCode.VALIDATION_FAILED, name + " must be a string");
  }
}
