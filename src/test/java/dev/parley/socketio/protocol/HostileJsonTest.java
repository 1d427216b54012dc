package dev.parley.socketio.protocol;

import static dev.parley.socketio.protocol.Decoding.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import jakarta.json.JsonNumber;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards: no JSON costs more than its length, and none reaches the parser's recursion. */
class HostileJsonTest {
  private static final int LONG = 8 << 20;
  private static final DecoderLimits WIDE = new DecoderLimits(LONG, 10, 1_000, 64);
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final BinaryAssembler wide = new BinaryAssembler(new PacketDecoder(WIDE));

  @ParameterizedTest
  @ValueSource(ints = {65, 1_000, 10_000, 1_000_000})
  void deepNestingIsRefusedBeforeItIsParsed(int levels) {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          String arrays = "[".repeat(levels) + "]".repeat(levels);
          String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
          assertThat(violation(WIDE, "2[\"x\"," + arrays + "]")).isEqualTo(Reason.TOO_DEEP);
          assertThat(violation(WIDE, "2[\"x\"," + objects + "]")).isEqualTo(Reason.TOO_DEEP);
          assertThat(violation(WIDE, "0" + objects)).isEqualTo(Reason.TOO_DEEP);
          assertThat(violation(WIDE, "31" + arrays)).isEqualTo(Reason.TOO_DEEP);
          assertThat(violation(WIDE, "51-[\"x\"," + arrays + "]")).isEqualTo(Reason.TOO_DEEP);
          assertThat(violation(WIDE, "2" + "[".repeat(levels))).isEqualTo(Reason.TOO_DEEP);
        });
  }

  @Test
  void nestingUpToTheLimitIsRead() throws Exception {
    String deepest = "2[\"x\"," + "[".repeat(63) + "]".repeat(63) + "]";
    assertThat(wide.text(deepest)).isPresent();
    assertThat(violation(WIDE, "2[\"x\"," + "[".repeat(64) + "]".repeat(64) + "]"))
        .isEqualTo(Reason.TOO_DEEP);
  }

  @Test
  void theDeepestLimitThatCanBeSetIsStillRead() throws Exception {
    BinaryAssembler deep =
        new BinaryAssembler(new PacketDecoder(new DecoderLimits(LONG, 1, 10, 500)));
    String placeholder = "{\"_placeholder\":true,\"num\":0}";
    assertThat(deep.text("51-[\"x\"," + "[".repeat(498) + placeholder + "]".repeat(498) + "]"))
        .isEmpty();
  }

  @Test
  void bracketsInStringsAreNoNesting() throws Exception {
    assertThat(wide.text("2[\"x\",\"" + "[{".repeat(10_000) + "\"]")).isPresent();
    assertThat(wide.text("2[\"x\",\"" + "\\\"[".repeat(10_000) + "\"]")).isPresent();
  }

  @Test
  void aMegabyteIsReadInABoundedTime() {
    IntFunction<String> strings = n -> "2[\"x\",\"" + "s".repeat(n) + "\"]";
    IntFunction<String> escapes = n -> "2[\"x\",\"" + "\\u0041".repeat(n / 6) + "\"]";
    IntFunction<String> names = n -> "2[\"" + "n".repeat(n) + "\"]";
    IntFunction<String> numbers = n -> "2[\"x\"" + ",1".repeat(n / 2) + "]";
    IntFunction<String> arrays = n -> "2[\"x\"" + ",[]".repeat(n / 3) + "]";
    IntFunction<String> spaces = n -> "2[\"x\"" + " ".repeat(n) + "]" + " ".repeat(n);
    IntFunction<String> sameKeys = n -> "0{\"a\":1" + ",\"a\":1".repeat(n / 6) + "}";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (IntFunction<String> shape :
              List.of(strings, escapes, names, numbers, arrays, spaces, sameKeys)) {
            assertThat(wide.text(shape.apply(1 << 20))).isPresent();
          }
        });
  }

  /** {@code Aa} and {@code BB} have one hash code, and so has every row of them. */
  @Test
  void keysThatCollideStayCheap() {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          StringBuilder object = new StringBuilder("0{\"x\":0");
          for (int i = 0; i < 1 << 15; i++) {
            object.append(",\"");
            for (int bit = 0; bit < 15; bit++) {
              object.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.append("\":0");
          }
          assertThat(wide.text(object.append('}').toString())).isPresent();
        });
  }

  @Test
  void aNumberThatUnfoldsToAGigabyteIsRefused() {
    assertThat(violation(WIDE, "2[\"x\",1e999999999]")).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
    assertThat(violation(WIDE, "2[1e999999999]")).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
    assertThat(violation(WIDE, "2[\"x\",{\"n\":[-1E-999999999]}]"))
        .isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
    assertThat(violation(WIDE, "2[\"x\",1e" + "9".repeat(1 << 20) + "]"))
        .isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
  }

  @Test
  void aNumberOfAMegabyteIsRefused() {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          assertThat(violation(WIDE, "2[\"x\"," + "9".repeat(1 << 20) + "]"))
              .isEqualTo(Reason.MALFORMED_JSON);
          assertThat(violation(WIDE, "2[\"x\",0." + "9".repeat(1 << 20) + "]"))
              .isEqualTo(Reason.MALFORMED_JSON);
        });
  }

  @Test
  void theLargestNumbersThatPassAreCheapToTouch() {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          SocketPacket.Event event =
              (SocketPacket.Event)
                  wide.text("2[\"x\",1e9999," + "9".repeat(1_000) + "e9999]").orElseThrow();
          for (JsonNumber number : event.arguments().getValuesAs(JsonNumber.class)) {
            assertThat(number.bigIntegerValue().bitLength()).isLessThan(40_000);
            assertThat(number.toString()).isNotEmpty();
          }
        });
  }

  @Test
  void aNumberAsNameStaysAsItIsWritten() throws Exception {
    String name = "9".repeat(5_000);
    SocketPacket.Event event = (SocketPacket.Event) wide.text("2[" + name + "]").orElseThrow();
    assertThat(event.name()).isEqualTo(name);
  }

  @Test
  void anExponentInAStringIsNoNumber() throws Exception {
    assertThat(wide.text("2[\"1e999999999\",\"1e999999999\"]")).isPresent();
  }

  @Test
  void aMegabyteOfDigitsIsNoIdAndNoCount() {
    String digits = "1".repeat(1 << 20);
    assertThat(violation(WIDE, "2" + digits + "[\"x\"]")).isEqualTo(Reason.BAD_ACK_ID);
    assertThat(violation(WIDE, "5" + digits + "-[\"x\"]")).isEqualTo(Reason.TOO_MANY_ATTACHMENTS);
    assertThat(violation(WIDE, "0/" + digits)).isEqualTo(Reason.BAD_NAMESPACE);
  }
}
