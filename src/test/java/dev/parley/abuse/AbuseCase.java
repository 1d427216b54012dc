package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.Project;
import dev.parley.testing.TimeOuts;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A class of abuse: a bystander beside it, and a look for what it left behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbuseCase {
  static final String ENGINE = "/socket.io/?EIO=4&transport=websocket";
  static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  static final String CHAT = "/global-chat";

  /** Well below every time-out: who is closed within it was closed for what it did. */
  static final Duration PROMPT = Duration.ofMillis(900);

  /**
   * For an end that says itself that it was no time-out, on a machine that may be busy; below the
   * seven seconds of the heartbeat all the same.
   */
  static final Duration TOLD = Duration.ofSeconds(5);

  private static final AtomicInteger USERS = new AtomicInteger();

  final LibertyServer server;
  final TestTokens tokens;
  final int port;
  final ServerGauges gauges;
  private Map<String, Double> baseline;
  private Map<String, Double> accompanied;
  private Bystander bystander;

  AbuseCase(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
    this.port = server.port();
    this.gauges = new ServerGauges(port);
  }

  @BeforeAll
  void aBystanderComesIn() throws IOException {
    baseline = gauges.atRest();
    bystander = new Bystander(port, freshToken());
    accompanied = gauges.connections();
  }

  /** Waits until nobody is connected but the bystander, whatever earlier tests left behind. */
  void awaitNobodyElse() {
    gauges.awaitBack(accompanied);
  }

  @AfterEach
  void theBystanderNoticesNothing() throws InterruptedException {
    bystander.assertUnaffected(worst());
  }

  /** What the slowest message of the bystander may take during a test. */
  Duration worst() {
    return Bystander.WORST;
  }

  @AfterAll
  void nothingIsLeftBehind() throws InterruptedException, IOException {
    bystander.leave();
    gauges.awaitBack(baseline);
    Leaks.assertCleanLog(server.log());
    assertThat(failureDumps()).as("first-failure dumps").isEmpty();
  }

  private List<Path> failureDumps() throws IOException {
    Path dumps =
        Project.servers()
            .resolve(server.name())
            .resolve("output")
            .resolve(server.name())
            .resolve("logs/ffdc");
    if (!Files.isDirectory(dumps)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dumps)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ffdc_"))
          .filter(file -> !isOfTheServersIo(file))
          .toList();
    }
  }

  /** A broken frame, or a peer that vanished: the server itself dumps such, and no code of ours. */
  private static boolean isOfTheServersIo(Path dump) {
    try (Stream<String> lines = Files.lines(dump)) {
      return lines.anyMatch(
          line -> line.matches("Source = com\\.ibm\\.ws\\.(?:wsoc|tcpchannel)\\..*"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A good token of a user whom nobody has seen before. */
  String freshToken() {
    return tokens.forUser("abuse-" + USERS.incrementAndGet());
  }

  static String auth(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  /** A WebSocket session whose open packet was read. */
  RawWebSocket openSession() throws IOException {
    RawWebSocket socket = RawWebSocket.dial(port, ENGINE).open();
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("0{");
    return socket;
  }

  /** A WebSocket session in {@code /global-chat}; nothing after the CONNECT reply was read. */
  RawWebSocket joined() throws IOException {
    RawWebSocket socket = openSession();
    socket.text("40" + CHAT + "," + auth(freshToken()));
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("40" + CHAT + ",");
    return socket;
  }

  /** A session in {@code /global-chat} that reads and answers pings by itself. */
  RawEngine member() throws IOException {
    RawEngine engine = RawEngine.dial(port).webSocket();
    engine.connectAs(CHAT, freshToken());
    return engine;
  }

  /**
   * Demands that the connection ends, by no time-out, and that the reason given tells nothing.
   *
   * <p>An end without a close frame does not say what it came from; that it comes at once has to.
   */
  static Incoming assertClosedAtOnce(RawWebSocket socket) throws IOException {
    long start = System.nanoTime();
    Incoming end = socket.end(TOLD);
    if (end.kind() == Incoming.Kind.CLOSE) {
      assertThat(end.closeCode()).as(end.toString()).isNotIn(TimeOuts.CLOSE_CODES);
    } else {
      assertThat(Duration.ofNanos(end.nanos() - start)).as(end.toString()).isLessThan(PROMPT);
    }
    Leaks.assertNone(end.closeReason());
    return end;
  }

  /** Demands a refusal in the one shape of errors. */
  static HttpReply assertRefused(HttpReply reply, int... statuses) {
    assertThat(statuses).as(reply.toString()).contains(reply.status());
    Leaks.assertNone(reply.toString());
    return reply;
  }
}
