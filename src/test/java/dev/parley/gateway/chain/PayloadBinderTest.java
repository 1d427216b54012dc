package dev.parley.gateway.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.BinaryRef;
import dev.parley.gateway.api.InboundEvent.NoPayload;
import dev.parley.gateway.api.InboundEvent.RawArguments;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadBinderTest {
  private final PayloadBinder binder = new PayloadBinder(EnglishValidation.validator());

  @Test
  void everyKindOfFieldIsBound() {
    All all =
        (All)
            bind(
                All.class,
                "[{\"text\":\"t\",\"whole\":-3,\"big\":9000000000,\"flag\":true,\"real\":1.5,"
                    + "\"names\":[\"a\",\"b\"],\"kind\":\"IMAGE\",\"place\":{\"x\":1},"
                    + "\"maybe\":\"m\",\"data\":{\"_placeholder\":true,\"num\":0},"
                    + "\"any\":[1,{}],\"unknown\":{\"__proto__\":1}}]");

    assertThat(all.text()).isEqualTo("t");
    assertThat(all.whole()).isEqualTo(-3);
    assertThat(all.big()).isEqualTo(9_000_000_000L);
    assertThat(all.flag()).isTrue();
    assertThat(all.real()).isEqualTo(1.5);
    assertThat(all.names()).containsExactly("a", "b");
    assertThat(all.kind()).isEqualTo(Kind.IMAGE);
    assertThat(all.place()).isEqualTo(new Place(1));
    assertThat(all.maybe()).hasValue("m");
    assertThat(all.data()).isEqualTo(new BinaryRef(true, 0));
    assertThat(all.any().asJsonArray()).hasSize(2);
  }

  @Test
  void absentAndNullFieldsAreAbsent() {
    All all = (All) bind(All.class, "[{\"text\":null,\"maybe\":null,\"names\":null}]");
    assertThat(all.text()).isNull();
    assertThat(all.maybe()).isEmpty();
    assertThat(all.names()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':5} | text: must be a text",
        "{'text':{}} | text: must be a text",
        "{'whole':'5'} | whole: must be a whole number from -2147483648 to 2147483647",
        "{'whole':1.5} | whole: must be a whole number from -2147483648 to 2147483647",
        "{'whole':2147483648} | whole: must be a whole number from -2147483648 to 2147483647",
        "{'whole':1e999999999} | whole: must be a whole number from -2147483648 to 2147483647",
        "{'big':9223372036854775808} | big: must be a whole number from -9223372036854775808 to"
            + " 9223372036854775807",
        "{'flag':'true'} | flag: must be true or false",
        "{'real':'1'} | real: must be a number",
        "{'real':1e999} | real: must be a number",
        "{'names':'a'} | names: must be a list",
        "{'names':['a',1]} | names[1]: must be a text",
        "{'names':[null]} | names[0]: must not be null",
        "{'kind':'image'} | kind: must be one of TEXT, IMAGE",
        "{'kind':1} | kind: must be one of TEXT, IMAGE",
        "{'place':[]} | place: must be an object",
        "{'place':{'x':'1'}} | place.x: must be a whole number from -2147483648 to 2147483647",
        "{'maybe':1} | maybe: must be a text",
        "{'data':'x'} | data: must be an object",
        "{'data':{'_placeholder':1}} | data._placeholder: must be true or false",
      })
  void aWrongTypeIsSaidInWords(String payload, String message) {
    refused(All.class, "[" + payload.replace('\'', '"') + "]", message);
  }

  @Test
  void anArgumentThatIsNoObjectIsRefused() {
    for (String arguments : List.of("[1]", "[\"x\"]", "[[]]", "[null]", "[true]")) {
      refused(All.class, arguments, "the first argument must be an object");
    }
  }

  @Test
  void constraintsAreCheckedAndNamedWhateverTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      refused(Strict.class, "[]", "content: must not be blank");
      refused(
          Strict.class,
          "[{\"content\":\"123456\",\"limit\":101}]",
          "content: size must be between 0 and 5; limit: must be less than or equal to 100");
      refused(
          Strict.class,
          "[{\"content\":\"x\",\"nested\":[{}]}]",
          "nested[0].name: must not be null");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(bind(Strict.class, "[{\"content\":\"x\"}]")).isEqualTo(new Strict("x", null, null));
  }

  @Test
  void eventsWithoutAPayloadTakeAnything() {
    assertThat(bind(NoPayload.class, "[1,2]")).isEqualTo(new NoPayload());
    RawArguments raw = (RawArguments) bind(RawArguments.class, "[1,2]");
    assertThat(raw.arguments().values()).hasSize(2);
  }

  private void refused(Class<? extends Record> type, String arguments, String message) {
    assertThatThrownBy(() -> bind(type, arguments))
        .isInstanceOfSatisfying(
            ParleyException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED))
        .hasMessage(message);
  }

  private Record bind(Class<? extends Record> type, String arguments) {
    try (JsonReader reader = Json.createReader(new StringReader(arguments))) {
      return binder.bind(type, new Arguments(reader.readArray(), List.of()));
    }
  }

  /** A closed set. */
  public enum Kind {
    TEXT,
    IMAGE
  }

  /** A nested object. */
  public record Place(int x) {}

  /** One field of each kind. */
  public record All(
      String text,
      int whole,
      Long big,
      boolean flag,
      Double real,
      List<String> names,
      Kind kind,
      Place place,
      Optional<String> maybe,
      BinaryRef data,
      JsonValue any) {}

  /** An item with a rule. */
  public record Item(@NotNull String name) {}

  /** Fields with rules. */
  public record Strict(
      @NotBlank @Size(max = 5) String content, @Max(100) Integer limit, List<@Valid Item> nested) {}
}
