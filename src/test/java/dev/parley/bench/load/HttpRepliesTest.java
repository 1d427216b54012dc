package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRepliesTest {
  private static final String WITH_LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String IN_CHUNKS =
      "HTTP/1.1 200 OK\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {WITH_LENGTH, IN_CHUNKS})
  void aReplyIsTakenOnceItIsAllThere(String text) throws IOException {
    for (int there = 0; there < text.length(); there++) {
      ByteBuffer part = bytes(text.substring(0, there));
      assertThat(HttpReplies.next(part)).isNull();
      assertThat(part.position()).isZero();
    }
    ByteBuffer whole = bytes(text + "HTTP");

    HttpReplies.Reply reply = HttpReplies.next(whole);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("hello");
    assertThat(whole.remaining()).isEqualTo(4);
  }

  @Test
  void theFramesAfterASwitchAreLeftAlone() throws IOException {
    ByteBuffer in = bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nF");

    assertThat(HttpReplies.next(in).status()).isEqualTo(101);
    assertThat(in.remaining()).isEqualTo(1);
  }

  @Test
  void aReplyWithoutALengthIsAnError() {
    assertThatThrownBy(() -> HttpReplies.next(bytes("HTTP/1.1 200 OK\r\n\r\n")))
        .isInstanceOf(IOException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
