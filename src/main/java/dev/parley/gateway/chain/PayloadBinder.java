package dev.parley.gateway.chain;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.InboundEvent.NoPayload;
import dev.parley.gateway.api.InboundEvent.RawArguments;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a payload record of what a client sent, or says in words what is wrong with it.
 *
 * <p>JSON-B alone would take a number for a text and 1.9 for 1, so the types are checked first.
 * Fields that the record does not have are ignored. Safe on any thread.
 */
final class PayloadBinder {
  private static final int REPORTED = 5;

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Validator validator;

  PayloadBinder(Validator validator) {
    this.validator = validator;
  }

  /**
   * Binds the first argument; none at all counts as an empty object.
   *
   * @throws ParleyException VALIDATION_FAILED, naming the field and what is allowed
   */
  Record bind(Class<? extends Record> type, Arguments arguments) {
    if (type == NoPayload.class) {
      return new NoPayload();
    }
    if (type == RawArguments.class) {
      return new RawArguments(arguments);
    }
    JsonValue first =
        arguments.values().isEmpty() ? JsonValue.EMPTY_JSON_OBJECT : arguments.values().get(0);
    if (!(first instanceof JsonObject object)) {
      throw invalid("the first argument must be an object");
    }
    RecordShape.of(type).check("", object);
    Record payload = read(type, object);
    Set<ConstraintViolation<Record>> violations = validator.validate(payload);
    if (!violations.isEmpty()) {
      throw invalid(
          violations.stream()
              .map(violation -> violation.getPropertyPath() + ": " + violation.getMessage())
              .sorted()
              .limit(REPORTED)
              .collect(Collectors.joining("; ")));
    }
    return payload;
  }

  private Record read(Class<? extends Record> type, JsonObject object) {
    try {
      return jsonb.fromJson(object.toString(), type);
    } catch (JsonbException unreadable) {
      // Types were checked, so a field has a format of its own, as a date. The library's message
      // names classes and what was sent, so it goes nowhere.
      throw invalid("a field does not have the format that it needs");
    }
  }

  static ParleyException invalid(String message) {
    return new ParleyException(ErrorCode.VALIDATION_FAILED, message);
  }
}
