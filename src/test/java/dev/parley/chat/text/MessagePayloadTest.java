package dev.parley.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.direct.boundary.SendRequest;
import dev.parley.chat.globalroom.boundary.HistoryRequest;
import dev.parley.chat.globalroom.boundary.PostRequest;
import dev.parley.presence.boundary.PresenceChange;
import dev.parley.presence.boundary.PresenceQuery;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the payloads of chat and presence let in. */
class MessagePayloadTest {
  private static final ValidatorFactory FACTORY = Validation.buildDefaultValidatorFactory();
  private static final Validator VALIDATOR = FACTORY.getValidator();

  @AfterAll
  static void close() {
    FACTORY.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a\n\tb", "<script>", "\u00e4 \ud83d\ude00", "\u202e rtl", " x "})
  void textIsTakenAsTyped(String text) {
    assertThat(problems(new PostRequest(text, "t1", null))).isEmpty();
    assertThat(problems(new SendRequest("bob", text, "t1", null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n\t", "a\u0000", "a\rb", "\u0007", "\u0085", "\ud83d", "x\udc00"})
  void blankTextControlCharactersAndHalfSurrogatesAreRefused(String text) {
    assertThat(problems(new PostRequest(text, "t1", null))).hasSize(1);
  }

  @Test
  void textEndsAtTenThousandCharacters() {
    assertThat(problems(new PostRequest("a".repeat(10_000), "t1", null))).isEmpty();
    assertThat(problems(new PostRequest("a".repeat(10_001), "t1", null)))
        .containsExactly("content must be 1 to 10000 characters and not blank");
    assertThat(problems(new PostRequest(null, null, null)))
        .containsExactlyInAnyOrder(
            "content must be 1 to 10000 characters and not blank", "tempId is required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a/b",
        "\u00e4",
        "a\n",
        "0123456789012345678901234567890123456789012345678901234567890123x"
      })
  void aTempIdIsShortAndSafe(String tempId) {
    assertThat(problems(new PostRequest("a", tempId, null))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\nb"})
  void aUserIdHasNoControlCharacters(String userId) {
    assertThat(problems(new SendRequest(userId, "a", "t", null))).hasSize(1);
    assertThat(problems(new PresenceQuery(List.of("bob", userId)))).hasSize(1);
  }

  @Test
  void aUserIdMayLookLikeAnAddressOrAName() {
    assertThat(problems(new SendRequest("a.b+c@d.example", "a", "t", null))).isEmpty();
    assertThat(problems(new SendRequest("J\u00f6rg M", "a", "t", null))).isEmpty();
    assertThat(problems(new SendRequest("x".repeat(129), "a", "t", null))).hasSize(1);
  }

  @Test
  void queriesAreBounded() {
    assertThat(problems(new HistoryRequest(null, null))).isEmpty();
    assertThat(problems(new HistoryRequest(1L, 100))).isEmpty();
    assertThat(problems(new HistoryRequest(0L, 101))).hasSize(2);
    assertThat(problems(new HistoryRequest(null, 0))).hasSize(1);
    assertThat(problems(new PresenceQuery(null))).hasSize(1);
    assertThat(problems(new PresenceQuery(List.of()))).hasSize(1);
    assertThat(problems(new PresenceQuery(Collections.nCopies(100, "a")))).isEmpty();
    assertThat(problems(new PresenceQuery(Collections.nCopies(101, "a")))).hasSize(1);
    assertThat(problems(new PresenceChange("away"))).isEmpty();
    assertThat(problems(new PresenceChange("offline"))).hasSize(1);
  }

  private static List<String> problems(Record payload) {
    return VALIDATOR.validate(payload).stream()
        .map(problem -> problem.getPropertyPath() + " " + problem.getMessage())
        .toList();
  }
}
