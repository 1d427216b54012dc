package dev.parley.gateway.chain;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The JSON types that the fields of a record take; made once a class. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final List<Field> fields = new ArrayList<>();

  private RecordShape(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(new Field(jsonName(component), JsonShape.of(component.getGenericType())));
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /**
   * Checks the fields that are there; which ones must be is for the constraints to say.
   *
   * @param path where the object stands in the payload, with a dot at its end; empty at the top
   */
  void check(String path, JsonObject object) {
    for (Field field : fields) {
      JsonValue value = object.get(field.name());
      if (value != null && !value.equals(JsonValue.NULL)) {
        field.shape().check(path + field.name(), value);
      }
    }
  }

  private static String jsonName(RecordComponent component) {
    JsonbProperty renamed = component.getAccessor().getAnnotation(JsonbProperty.class);
    return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
  }

  private record Field(String name, JsonShape shape) {}
}
