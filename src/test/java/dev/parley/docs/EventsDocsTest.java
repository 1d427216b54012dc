package dev.parley.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/EVENTS.md} says what the rows of all features say. */
class EventsDocsTest {
  /** Where the features' tables stand; a new feature adds its package to its namespace. */
  private static final Map<String, List<String>> NAMESPACES = new LinkedHashMap<>();

  static {
    NAMESPACES.put(
        "Every namespace", List.of("dev.parley.identity", "dev.parley.platform.lifecycle"));
    NAMESPACES.put("Namespace `/`", List.of("dev.parley.presence", "dev.parley.chat.direct"));
    NAMESPACES.put("Namespace `/global-chat`", List.of("dev.parley.chat.globalroom"));
  }

  private final List<Class<?>> tables =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.parley")
              .stream()
              .filter(
                  type ->
                      type.isAssignableTo(InboundEvent.class)
                          || type.isAssignableTo(OutboundEvent.class))
              .filter(type -> !type.isInterface())
              .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .<Class<?>>map(JavaClass::reflect)
              .toList();

  @Test
  void theDocumentSaysWhatTheRowsSay() throws IOException {
    GeneratedDoc.check("EVENTS.md", EventsDocsTest.class, render());
  }

  @Test
  void everyTableOfEventsBelongsToADocumentedNamespace() {
    List<String> packages = NAMESPACES.values().stream().flatMap(List::stream).toList();

    assertThat(tables).isNotEmpty();
    for (Class<?> table : tables) {
      assertThat(table.isEnum()).as(table.getName() + " is an enum").isTrue();
      assertThat(packages).as(table.getName()).anyMatch(name -> isIn(table, name));
    }
  }

  private String render() {
    StringBuilder text = new StringBuilder();
    text.append("# Events\n\n").append(GeneratedDoc.origin(EventsDocsTest.class));
    text.append(
        """

        An event takes one argument, an object; fields that are not listed are ignored, a field of the
        wrong type is an error. With an ack, the answer is `{"status":"ok", ...}` or the error object of
        [ERRORS.md](ERRORS.md); without one, errors come as the event `error`.

        - **Access**: `anyone`, `user` (a verified token), `admin` (its group `admin`).
        - **Limit**: per user, beside the limit per socket that counts every event
        """);
    text.append("  (").append(limit(EventLimit.EVENTS_PER_SOCKET)).append(").\n");
    text.append(
        """
        - **Delivery**: `ordered` is kept until it is written; `coalescible` may be replaced by a newer one
          that still waits; `volatile` is dropped when anything waits.
        """);
    NAMESPACES.forEach(
        (title, packages) -> {
          text.append("\n## ").append(title).append('\n');
          rows(InboundEvent.class, packages).forEach(event -> inbound(text, (InboundEvent) event));
          rows(OutboundEvent.class, packages)
              .forEach(event -> outbound(text, (OutboundEvent) event));
        });
    return text.toString();
  }

  private static void inbound(StringBuilder text, InboundEvent event) {
    text.append("\n### in: `").append(event.wireName()).append("`\n\n");
    text.append(event.summary()).append('\n');
    text.append("Access: `").append(event.access().name().toLowerCase(Locale.ROOT)).append("`.");
    event.limit().ifPresent(limit -> text.append(" Limit: ").append(limit(limit)).append('.'));
    text.append("\n\n").append(PayloadTable.of(event.payload()));
  }

  private static void outbound(StringBuilder text, OutboundEvent event) {
    text.append("\n### out: `").append(event.wireName()).append("`\n\n");
    text.append(event.summary()).append('\n');
    text.append("Delivery: `")
        .append(event.delivery().name().toLowerCase(Locale.ROOT))
        .append("`.\n\n");
    text.append(
        event.payload() == ErrorReply.class
            ? "The error object of [ERRORS.md](ERRORS.md).\n"
            : PayloadTable.of(event.payload()));
  }

  private static String limit(EventLimit limit) {
    var permits = limit.permits();
    return "%s in %d s, `%s`"
        .formatted(
            permits.defaultValue(),
            limit
                .configured(
                    new Settings() {
                      @Override
                      public <T> T get(Setting<T> setting) {
                        return setting.parse(setting.defaultValue());
                      }
                    })
                .window()
                .toSeconds(),
            permits.key());
  }

  private Stream<?> rows(Class<?> kind, List<String> packages) {
    return packages.stream()
        .flatMap(name -> tables.stream().filter(table -> isIn(table, name)))
        .filter(kind::isAssignableFrom)
        .flatMap(table -> Arrays.stream(table.getEnumConstants()));
  }

  private static boolean isIn(Class<?> table, String packageName) {
    return (table.getPackageName() + '.').startsWith(packageName + '.');
  }
}
