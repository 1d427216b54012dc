package dev.parley.identity;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The CONNECT payload, checked field by field; fields of other names are nobody's business here.
 *
 * @param token not verified yet
 */
record ConnectPayload(
    Optional<String> token, Optional<String> deviceId, Optional<String> platform) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Reads the payload.
   *
   * @throws ParleyException VALIDATION_FAILED when a field is not a string, or not of its form
   */
  static ConnectPayload of(JsonObject auth) {
    return new ConnectPayload(
        text(auth, "token"), label(auth, "deviceId"), label(auth, "platform"));
  }

  /** The token stays out of whatever prints a record. */
  @Override
  public String toString() {
    return "ConnectPayload[deviceId=" + deviceId + ", platform=" + platform + "]";
  }

  private static Optional<String> label(JsonObject auth, String field) {
    Optional<String> label = text(auth, field);
    if (label.isPresent() && !LABEL.matcher(label.get()).matches()) {
      throw new ParleyException(
          ErrorCode.VALIDATION_FAILED,
          "auth." + field + " must be 1 to 64 letters, digits, dots, underscores or hyphens");
    }
    return label;
  }

  private static Optional<String> text(JsonObject auth, String field) {
    JsonValue value = auth.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonString text)) {
      throw new ParleyException(ErrorCode.VALIDATION_FAILED, "auth." + field + " must be a string");
    }
    return Optional.of(text.getString());
  }
}
