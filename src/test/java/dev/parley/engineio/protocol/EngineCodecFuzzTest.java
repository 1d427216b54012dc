package dev.parley.engineio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Guards: whatever bytes arrive, a codec answers with packets or with its one exception. */
class EngineCodecFuzzTest {
  private static final int ROUNDS = 100_000;

  @Test
  void mutatedPayloadsGiveTheOneExceptionOrPackets() {
    Random random = new Random(20_251);
    PayloadCodec codec = new PayloadCodec(16, 4_096);
    byte[] seed = "4hello\u001ebAQIDBA==\u001e2probe\u001e3\u001e40/chat,{\"é\":1}".getBytes(UTF_8);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = mutate(seed, random);
      try {
        List<EnginePacket> packets = codec.decode(body);
        assertThat(packets).isNotEmpty();
        read++;
      } catch (EngineProtocolException violation) {
        assertThat(violation.reason()).isNotNull();
        refused++;
      }
    }
    assertThat(read).as("mutants that are still valid").isGreaterThan(ROUNDS / 100);
    assertThat(refused).as("mutants that are not").isGreaterThan(ROUNDS / 10);
  }

  @Test
  void whatIsEncodedIsReadBack() throws Exception {
    Random random = new Random(7);
    PayloadCodec codec = new PayloadCodec(32, 1 << 20);
    for (int i = 0; i < 5_000; i++) {
      List<String> items = new ArrayList<>();
      List<Object> sent = new ArrayList<>();
      for (int n = random.nextInt(16); n >= 0; n--) {
        if (random.nextBoolean()) {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          items.add(PacketCodec.encodeBinary(bytes));
          sent.add(bytes);
        } else {
          String text = text(random);
          items.add(PacketCodec.encodeText(PacketType.MESSAGE, text));
          sent.add(text);
        }
      }
      List<EnginePacket> packets = codec.decode(PayloadCodec.join(items).getBytes(UTF_8));
      List<Object> read = new ArrayList<>();
      for (EnginePacket packet : packets) {
        read.add(
            packet instanceof EnginePacket.Binary binary
                ? binary.data()
                : ((EnginePacket.Text) packet).data());
      }
      assertThat(Arrays.deepEquals(read.toArray(), sent.toArray())).isTrue();
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      int c = random.nextInt(0x11_0000);
      if (c != PayloadCodec.SEPARATOR && (c < 0xd800 || c > 0xdfff)) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] body = seed.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(3)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body[at] = (byte) "0123456b=\u001e".charAt(random.nextInt(10));
        default -> body = Arrays.copyOf(body, at + 1);
      }
    }
    return body;
  }
}
