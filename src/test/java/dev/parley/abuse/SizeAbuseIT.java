package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.Incoming.Kind;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages beyond 64 KB, in one piece and in many, fast and slow. */
@ParleyTest(AbuseServer.class)
class SizeAbuseIT extends AbuseCase {
  private static final int LIMIT = 65_536;
  private static final Duration SERVER_BOUND = Duration.ofSeconds(4);

  SizeAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TEXT", "BINARY"})
  void oneFrameOverTheLimitEndsTheConnection(Kind kind) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.frame(true, kind, bytes(LIMIT + 1));

      assertThat(assertClosedAtOnce(socket).closeCode()).isIn(1006, 1009);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TEXT", "BINARY"})
  void fragmentsThatTogetherPassTheLimitEndTheConnection(Kind kind) throws IOException {
    try (RawWebSocket socket = joined()) {
      Incoming end = floodFragments(socket, kind, 16_384, 60);

      assertThat(end.closeCode()).isIn(1006, 1009);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TEXT", "BINARY"})
  void tinyFragmentsWithoutEndEndTheConnection(Kind kind) throws IOException {
    try (RawWebSocket socket = joined()) {
      Incoming end = floodFragments(socket, kind, 1, 200_000);

      assertThat(end.closeCode()).isIn(1002, 1006, 1007, 1008, 1009, 4002);
    }
  }

  @Test
  void emptyFragmentsWithoutEndEndTheConnection() throws IOException {
    try (RawWebSocket socket = joined()) {
      Incoming end = floodFragments(socket, Kind.TEXT, 0, 200_000);

      assertThat(end.closeCode()).isIn(1002, 1006, 1007, 1008, 1009, 4002);
    }
  }

  @Test
  void aLengthThatIsOnlyAnnouncedTakesNoMemoryAndEnds() throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.announce(true, Kind.TEXT, 2_000_000_000L);
      socket.payload("42".getBytes(StandardCharsets.US_ASCII), 0);

      Leaks.assertNone(socket.end(SERVER_BOUND).closeReason());
    }
  }

  @Test
  void aMessageThatNeverEndsIsTimedOut() throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.frame(false, Kind.TEXT, "42/global-chat,".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.end(SERVER_BOUND).closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void aPollingBodyOverTheLimitIsRefusedByItsLength() throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawHttp http = RawHttp.connect(port)) {
      http.write(RawHttp.head("POST", session.target(), 2_000_000_000L));
      http.write("42");

      assertRefused(http.reply(RawHttp.REPLY_BOUND), 413);
    }
    session.assertGoneAtOnce();
  }

  @Test
  void aChunkedPollingBodyWithoutEndIsCutOff() throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawHttp http = RawHttp.connect(port)) {
      http.write(
          RawHttp.head(
              "POST",
              session.target(),
              -1,
              "Transfer-Encoding: chunked",
              "Content-Type: text/plain"));
      String chunk = "4000\r\n" + "4".repeat(0x4000) + "\r\n";
      HttpReply reply = writeUntilAnswered(http, chunk, 400);

      // By its size: a body that takes too long is answered with 408.
      assertRefused(reply, 413);
    }
    session.assertGoneAtOnce();
  }

  @Test
  void aPollingBodyThatComesSlowlyIsTimedOut() throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawHttp http = RawHttp.connect(port)) {
      http.write(RawHttp.head("POST", session.target(), 1_000));
      http.write("4");

      long start = System.nanoTime();
      assertThat(http.awaitEnd(SERVER_BOUND.plusSeconds(2))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SERVER_BOUND);
    }
    session.assertGoneAtOnce();
  }

  @Test
  void aPayloadOfVeryManyPacketsIsRefused() throws IOException {
    PollingSession session = PollingSession.open(port);

    HttpReply reply = session.post("3\u001e".repeat(20_000) + "3");

    assertRefused(reply, 400, 413);
    session.assertGoneAtOnce();
  }

  private static Incoming floodFragments(RawWebSocket socket, Kind kind, int size, int count)
      throws IOException {
    byte[] part = bytes(size);
    try {
      socket.frame(false, kind, part);
      byte[] frame = RawWebSocket.encode(false, 0, part, true);
      int batch = Math.max(1, Math.min(count, 8_192 / frame.length));
      byte[] frames = new byte[frame.length * batch];
      for (int i = 0; i < batch; i++) {
        System.arraycopy(frame, 0, frames, i * frame.length, frame.length);
      }
      for (int sent = 1; sent < count; sent += batch) {
        socket.raw(frames);
      }
    } catch (SocketException closedWhileWeWrote) {
      return socket.end(TOLD);
    }
    return socket.end(SERVER_BOUND);
  }

  private static HttpReply writeUntilAnswered(RawHttp http, String chunk, int times)
      throws IOException {
    try {
      for (int i = 0; i < times; i++) {
        http.write(chunk);
      }
    } catch (SocketException cutOff) {
      return http.reply(RawHttp.REPLY_BOUND);
    }
    return http.reply(RawHttp.REPLY_BOUND);
  }

  private static byte[] bytes(int length) {
    return "4".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }
}
