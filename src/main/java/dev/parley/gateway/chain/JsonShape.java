package dev.parley.gateway.chain;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What JSON a Java type takes. Throws VALIDATION_FAILED, in words that name no class. */
@FunctionalInterface
interface JsonShape {
  /** Longer than any number of a payload is, and short enough to be read at once. */
  int NUMBER_LENGTH = 40;

  void check(String path, JsonValue value);

  static JsonShape of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return of(argument);
      }
      if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
        return listOf(of(argument));
      }
    }
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return object(plain);
      }
      if (plain.isEnum()) {
        return oneOf(plain);
      }
      if (JsonValue.class.isAssignableFrom(plain)) {
        return json(plain);
      }
      return scalar(plain);
    }
    throw unsupported(type);
  }

  private static JsonShape scalar(Class<?> type) {
    if (type == String.class || Temporal.class.isAssignableFrom(type)) {
      return (path, value) -> require(value instanceof JsonString, path, "must be a text");
    }
    if (type == boolean.class || type == Boolean.class) {
      return (path, value) ->
          require(
              value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE),
              path,
              "must be true or false");
    }
    if (type == int.class || type == Integer.class) {
      return whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return whole(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return (path, value) ->
          require(
              value instanceof JsonNumber number
                  && isShort(number)
                  && Double.isFinite(number.doubleValue()),
              path,
              "must be a number");
    }
    throw unsupported(type);
  }

  private static JsonShape whole(long min, long max) {
    BigDecimal lowest = BigDecimal.valueOf(min);
    BigDecimal highest = BigDecimal.valueOf(max);
    return (path, value) ->
        require(
            value instanceof JsonNumber number
                && isShort(number)
                && number.isIntegral()
                && number.bigDecimalValue().compareTo(lowest) >= 0
                && number.bigDecimalValue().compareTo(highest) <= 0,
            path,
            "must be a whole number from " + min + " to " + max);
  }

  /** Whether it can be handled without the work that a number of thousands of digits makes. */
  private static boolean isShort(JsonNumber number) {
    return number.toString().length() <= NUMBER_LENGTH;
  }

  private static JsonShape listOf(JsonShape item) {
    return (path, value) -> {
      require(value instanceof JsonArray, path, "must be a list");
      int i = 0;
      for (JsonValue each : (JsonArray) value) {
        String itemPath = path + "[" + i++ + "]";
        require(!each.equals(JsonValue.NULL), itemPath, "must not be null");
        item.check(itemPath, each);
      }
    };
  }

  private static JsonShape object(Class<?> type) {
    return (path, value) -> {
      require(value instanceof JsonObject, path, "must be an object");
      RecordShape.of(type).check(path + ".", (JsonObject) value);
    };
  }

  private static JsonShape oneOf(Class<?> type) {
    Set<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name())
            .collect(Collectors.toUnmodifiableSet());
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name())
            .collect(Collectors.joining(", ", "must be one of ", ""));
    return (path, value) ->
        require(
            value instanceof JsonString text && names.contains(text.getString()), path, allowed);
  }

  private static JsonShape json(Class<?> type) {
    if (type == JsonObject.class) {
      return (path, value) -> require(value instanceof JsonObject, path, "must be an object");
    }
    if (type == JsonArray.class) {
      return (path, value) -> require(value instanceof JsonArray, path, "must be a list");
    }
    if (type == JsonValue.class) {
      return (path, value) -> {};
    }
    throw unsupported(type);
  }

  private static void require(boolean fits, String path, String rule) {
    if (!fits) {
      throw PayloadBinder.invalid(path + ": " + rule);
    }
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException("no payload record may have a field of " + type);
  }
}
