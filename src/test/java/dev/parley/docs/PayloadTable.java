package dev.parley.docs;

import dev.parley.gateway.api.BinaryRef;
import dev.parley.gateway.api.InboundEvent.NoPayload;
import dev.parley.gateway.api.InboundEvent.RawArguments;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields of a payload record as a table: name, JSON type, and what its constraints say. */
final class PayloadTable {
  private final StringBuilder rows = new StringBuilder();

  private PayloadTable() {}

  static String of(Class<?> payload) {
    if (payload == NoPayload.class) {
      return "No payload.\n";
    }
    if (payload == RawArguments.class) {
      return "Any arguments.\n";
    }
    PayloadTable table = new PayloadTable();
    table.fields("", payload);
    return table.rows.isEmpty()
        ? "An empty object.\n"
        : "| field | type | rules |\n|---|---|---|\n" + table.rows;
  }

  private void fields(String path, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = path + name(component);
      Set<String> rules = new LinkedHashSet<>();
      rules(field(type, component), rules);
      AnnotatedType annotated = component.getAnnotatedType();
      if (annotated instanceof AnnotatedParameterizedType generic) {
        Set<String> items = new LinkedHashSet<>();
        for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
          rules(argument, items);
        }
        items.remove("is required");
        items.forEach(rule -> rules.add("each " + rule));
      }
      rows.append("| `")
          .append(name)
          .append("` | ")
          .append(GeneratedDoc.cell(typeName(component.getGenericType())))
          .append(" | ")
          .append(GeneratedDoc.cell(String.join("; ", rules)))
          .append(" |\n");
      nested(name, component.getGenericType());
    }
  }

  private void nested(String name, Type type) {
    if (type instanceof ParameterizedType generic) {
      boolean many = Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
      nested(many ? name + "[]" : name, generic.getActualTypeArguments()[0]);
    } else if (type instanceof Class<?> plain && plain.isRecord() && plain != BinaryRef.class) {
      fields(name + ".", plain);
    }
  }

  private static AnnotatedElement field(Class<?> type, RecordComponent component) {
    try {
      return type.getDeclaredField(component.getName());
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String name(RecordComponent component) {
    JsonbProperty renamed = component.getAccessor().getAnnotation(JsonbProperty.class);
    return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
  }

  static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type argument = generic.getActualTypeArguments()[0];
      if (raw == Optional.class) {
        return typeName(argument) + ", optional";
      }
      if (Map.class.isAssignableFrom(raw)) {
        return "object of " + typeName(generic.getActualTypeArguments()[1]);
      }
      return "list of " + typeName(argument);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(constant -> "`" + constant + "`")
          .collect(Collectors.joining(", "));
    }
    if (plain == String.class || plain == Character.class) {
      return "text";
    }
    if (Temporal.class.isAssignableFrom(plain)) {
      return "time as text, ISO 8601";
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "true or false";
    }
    if (List.<Class<?>>of(int.class, Integer.class, long.class, Long.class).contains(plain)) {
      return "whole number";
    }
    if (plain == double.class || plain == Double.class) {
      return "number";
    }
    if (plain == BinaryRef.class) {
      return "binary";
    }
    if (plain == JsonArray.class) {
      return "list";
    }
    if (plain == JsonObject.class || plain.isRecord()) {
      return "object";
    }
    if (JsonValue.class.isAssignableFrom(plain)) {
      return "any JSON";
    }
    throw new IllegalStateException("no words for " + plain);
  }

  private static void rules(AnnotatedElement element, Set<String> rules) {
    for (Annotation annotation : element.getAnnotations()) {
      Constraint constraint = annotation.annotationType().getAnnotation(Constraint.class);
      if (constraint == null) {
        continue;
      }
      boolean builtIn = annotation.annotationType().getName().startsWith("jakarta.");
      if (!builtIn && constraint.validatedBy().length == 0) {
        // Composed of others, which say it themselves.
        rules(annotation.annotationType(), rules);
      } else {
        String message = (String) attribute(annotation, "message");
        rules.add(message.startsWith("{") ? standard(annotation) : message);
      }
    }
  }

  private static String standard(Annotation rule) {
    String kind = rule.annotationType().getSimpleName();
    return switch (kind) {
      case "NotNull" -> "is required";
      case "NotBlank" -> "is required, not blank";
      case "Size" -> "size " + attribute(rule, "min") + " to " + attribute(rule, "max");
      case "Min" -> "at least " + attribute(rule, "value");
      case "Max" -> "at most " + attribute(rule, "value");
      case "Pattern" -> "matches `" + attribute(rule, "regexp") + "`";
      default -> throw new IllegalStateException("no words for @" + kind);
    };
  }

  private static Object attribute(Annotation annotation, String name) {
    try {
      return annotation.annotationType().getMethod(name).invoke(annotation);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
