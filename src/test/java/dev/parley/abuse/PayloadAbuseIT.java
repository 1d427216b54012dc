package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are well-formed and yet not meant well: an error to that client, nothing else. */
@ParleyTest(AbuseServer.class)
class PayloadAbuseIT extends AbuseCase {
  private static final int DEEP = 10_000;

  PayloadAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "1",
        "\"text\"",
        "[]",
        "{}",
        "{},{}",
        "{\"content\":null,\"tempId\":\"t\"}",
        "{\"content\":1,\"tempId\":\"t\"}",
        "{\"content\":{},\"tempId\":\"t\"}",
        "{\"content\":[\"x\"],\"tempId\":\"t\"}",
        "{\"content\":true,\"tempId\":\"t\"}",
        "{\"content\":\"\",\"tempId\":\"t\"}",
        "{\"content\":\"x\"}",
        "{\"content\":\"x\",\"tempId\":\"\"}",
        "{\"content\":\"x\",\"tempId\":7}",
        "{\"content\":\"x\",\"tempId\":\"a\\r\\nb\"}",
        "{\"content\":\"x\",\"tempId\":\"\\u0000\"}",
        "{\"content\":\"x\\u0000y\",\"tempId\":\"t\"}",
        "{\"content\":\"\\ud800\",\"tempId\":\"t\"}",
        "{\"content\":\"x\",\"tempId\":\"t\",\"data\":\"text\"}",
        "{\"content\":\"x\",\"tempId\":\"t\",\"data\":{\"num\":0}}",
        "{\"content\":\"x\",\"tempId\":\"t\",\"data\":{\"_placeholder\":false,\"num\":0}}",
        "{\"__proto__\":{\"content\":\"x\",\"tempId\":\"t\"}}"
      })
  void aPayloadThatIsNotAMessageIsAnsweredAndTheSocketLives(String payload) throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack = engine.request(CHAT, 1, "chat:message", payload);

      assertThat(ack.text()).contains("\"code\":\"validation_failed\"", "\"ref\":");
      assertUsable(engine, ack);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"limit\":1e400}",
        "{\"limit\":99999999999999999999999}",
        "{\"limit\":1.5}",
        "{\"limit\":-1}",
        "{\"limit\":\"10\"}",
        "{\"limit\":true}",
        "{\"before\":-9223372036854775809}"
      })
  void aNumberBeyondAllBoundsIsAnsweredAtOnce(String payload) throws IOException {
    try (RawEngine engine = member()) {
      List<EnginePacket> acks = answeredAtOnce(engine, "chat:history", payload);

      assertThat(acks)
          .extracting(EnginePacket::text)
          .allMatch(text -> text.contains("\"code\":\"validation_failed\""));
      assertUsable(engine, acks.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1E+2147483647", "1e-999999999", "DIGITS"})
  void aNumberThatCostsMoreThanItsTextEndsTheConnection(String number) throws IOException {
    String digits = number.equals("DIGITS") ? "9".repeat(60_000) : number;
    String packet = "42/global-chat,1[\"chat:history\",{\"before\":" + digits + "}]";

    BestOfThree.assertUnder(PROMPT, attempt -> timeToEnd(joined(), packet));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "authenticated",
        "error",
        "user:joined",
        "chat:message ",
        "CHAT:MESSAGE",
        "a\\r\\n[ERROR] forged",
        "\\u0000",
        "\\u2028",
        "${jndi:ldap://127.0.0.1:1/x}",
        ""
      })
  void anUnknownEventIsAnsweredByName(String name) throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack = engine.request(CHAT, 1, name, "{}");

      assertThat(ack.text()).contains("\"code\":\"unknown_event\"");
      assertUsable(engine, ack);
      assertThat(server.log()).doesNotContain("[ERROR] forged", "${jndi:");
    }
  }

  @Test
  void anEventNameOfExcessiveLengthIsNotEchoedWhole() throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack = engine.request(CHAT, 1, "e".repeat(60_000), "{}");

      assertThat(ack.text()).contains("unknown_event").hasSizeLessThan(2_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"__proto__", "constructor", "hasOwnProperty"})
  void aNameOfTheScriptWorldIsAnOrdinaryTempId(String tempId) throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack =
          engine.request(
              CHAT, 1, "chat:message", "{\"content\":\"x\",\"tempId\":\"" + tempId + "\"}");

      assertThat(ack.text()).contains("\"status\":\"ok\"", "\"tempId\":\"" + tempId + "\"");
    }
  }

  @ParameterizedTest
  @MethodSource("deepTexts")
  void tenThousandLevelsEndTheConnectionAndNothingElse(String packet) throws IOException {
    BestOfThree.assertUnder(PROMPT, attempt -> timeToEnd(joined(), packet));
  }

  @Test
  void tenThousandLevelsInConnectEndTheConnection() throws IOException {
    String packet = "40/global-chat,{\"token\":" + arrays() + "}";

    BestOfThree.assertUnder(PROMPT, attempt -> timeToEnd(openSession(), packet));
  }

  /** How long a packet takes to end a connection: the close code does not tell what it costs. */
  private static Duration timeToEnd(RawWebSocket fresh, String packet) throws IOException {
    try (fresh) {
      long start = System.nanoTime();
      fresh.text(packet);
      Incoming end = assertClosedAtOnce(fresh);
      assertThat(end.closeCode()).isEqualTo(1002);
      return Duration.ofNanos(end.nanos() - start);
    }
  }

  static Stream<String> deepTexts() {
    String objects = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
    return Stream.of(
        "42/global-chat,[\"chat:message\"," + arrays() + "]",
        "42/global-chat,[\"chat:message\",{\"content\":\"x\",\"tempId\":\"t\",\"more\":"
            + objects
            + "}]",
        "42/global-chat," + "[".repeat(DEEP),
        "43/global-chat,1[" + arrays() + "]",
        "450-/global-chat,[\"chat:message\"," + arrays() + "]");
  }

  private static String arrays() {
    return "[".repeat(DEEP) + "]".repeat(DEEP);
  }

  @Test
  void aThousandKeysOfOneHashAreAnsweredAtOnce() throws IOException {
    try (RawEngine engine = member()) {
      StringBuilder keys = new StringBuilder("{\"content\":\"x\",\"tempId\":\"t\"");
      IntStream.range(0, 1 << 11)
          .mapToObj(PayloadAbuseIT::collidingKey)
          .forEach(key -> keys.append(",\"").append(key).append("\":1"));

      answeredAtOnce(engine, "chat:message", keys.append('}').toString());
    }
  }

  /** Names of 22 letters that all have the same {@link String#hashCode}. */
  private static String collidingKey(int bits) {
    StringBuilder key = new StringBuilder();
    for (int bit = 0; bit < 11; bit++) {
      key.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return key.toString();
  }

  /** Demands an ack at once; returns those of all tries. */
  private static List<EnginePacket> answeredAtOnce(RawEngine engine, String event, String payload)
      throws IOException {
    List<EnginePacket> acks = new ArrayList<>();
    BestOfThree.assertUnder(
        PROMPT,
        attempt -> {
          long start = System.nanoTime();
          EnginePacket ack = engine.request(CHAT, attempt, event, payload);
          acks.add(ack);
          return Duration.ofNanos(ack.nanos() - start);
        });
    return acks;
  }

  private static void assertUsable(RawEngine engine, EnginePacket answer) throws IOException {
    Leaks.assertNone(answer.text());
    assertThat(engine.request(CHAT, 2, "online:count", "").text()).contains("\"status\":\"ok\"");
  }
}
