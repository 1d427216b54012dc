package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTest {
  private final WebSocketFrames frames = new WebSocketFrames();

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
  void aFrameOfAnyLengthIsTakenOnceItIsAllThere(int length) throws IOException {
    ByteBuffer whole = frame(0x81, "x".repeat(length));
    for (int there : new int[] {1, 2, whole.remaining() - 1}) {
      ByteBuffer part = whole.duplicate().limit(Math.min(there, whole.remaining() - 1));
      assertThat(frames.next(part)).isNull();
      assertThat(part.position()).isZero();
    }

    ByteBuffer payload = frames.next(whole);

    assertThat(payload.remaining()).isEqualTo(length);
    assertThat(frames.opcode()).isEqualTo(WebSocketFrames.TEXT);
    assertThat(whole.hasRemaining()).isFalse();
  }

  @Test
  void framesThatCameTogetherAreTakenOneByOne() throws IOException {
    ByteBuffer both = ByteBuffer.allocate(64).put(frame(0x81, "one")).put(frame(0x88, "xx")).flip();

    assertThat(text(frames.next(both))).isEqualTo("one");
    assertThat(text(frames.next(both))).isEqualTo("xx");
    assertThat(frames.opcode()).isEqualTo(WebSocketFrames.CLOSE);
    assertThat(frames.next(both)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80 | 0x40 | 0x01})
  void fragmentsAndExtensionsAreRefused(int first) {
    assertThatThrownBy(() -> frames.next(frame(first, "x"))).isInstanceOf(IOException.class);
  }

  private static String text(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload).toString();
  }

  private static ByteBuffer frame(int first, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 65_536) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    return frame.put(payload).flip();
  }
}
