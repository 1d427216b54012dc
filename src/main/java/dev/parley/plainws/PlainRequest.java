package dev.parley.plainws;

import dev.parley.gateway.api.Arguments;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a client sends: an event, with an id when it wants an answer.
 *
 * @param id null when it wants none
 */
record PlainRequest(String event, Arguments arguments, JsonValue id) {
  static final int MAX_ID_LENGTH = 64;
  private static final BigDecimal MAX_ID = BigDecimal.valueOf(1L << 53);
  private static final JsonBuilderFactory ARRAYS =
      JsonProvider.provider().createBuilderFactory(Map.of());

  /**
   * Reads a message; members with other names are ignored.
   *
   * @throws ParleyException MALFORMED when a member has the wrong type
   */
  static PlainRequest of(JsonObject message) {
    JsonValue id = id(message);
    if (!(message.get("event") instanceof JsonString event)) {
      throw new ParleyException(ErrorCode.MALFORMED, "The member event has to be a string.");
    }
    return new PlainRequest(event.getString(), arguments(message.get("data")), id);
  }

  /**
   * The id of a message, or null where there is none.
   *
   * @throws ParleyException MALFORMED when it is neither a short string nor a whole number
   */
  static JsonValue id(JsonObject message) {
    JsonValue id = message.get("id");
    if (id == null
        || (id instanceof JsonString text && text.getString().length() <= MAX_ID_LENGTH)
        || (id instanceof JsonNumber number && isWhole(number))) {
      return id;
    }
    throw new ParleyException(
        ErrorCode.MALFORMED,
        "The member id has to be a string of at most 64 characters or a whole number.");
  }

  private static boolean isWhole(JsonNumber number) {
    BigDecimal exact = number.bigDecimalValue();
    // The scale first: a number of a thousand digits is compared, never written out.
    return exact.scale() == 0 && exact.abs().compareTo(MAX_ID) <= 0;
  }

  private static Arguments arguments(JsonValue data) {
    if (data == null) {
      return Arguments.NONE;
    }
    JsonArray values = ARRAYS.createArrayBuilder().add(data).build();
    return new Arguments(values, List.of());
  }
}
