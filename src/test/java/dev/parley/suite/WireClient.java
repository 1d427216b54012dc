package dev.parley.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What both suites say to the server, in one word each. */
record WireClient(int port, String path) {
  private static final Pattern SID = Pattern.compile("^0\\{\"sid\":\"([^\"]+)\",");

  /** A new polling session's id. */
  String openPolling() throws IOException {
    HttpReply reply = get("transport=polling");
    assertThat(reply.status()).isEqualTo(200);
    return sidOf(reply.text());
  }

  HttpReply poll(String sid) throws IOException {
    return get("transport=polling&sid=" + sid);
  }

  HttpReply push(String sid, String body) throws IOException {
    return RawHttp.post(port, target("EIO=4&transport=polling&sid=" + sid), body);
  }

  HttpReply get(String query) throws IOException {
    return RawHttp.get(port, target("EIO=4&" + query));
  }

  /** A WebSocket whose open packet was read. */
  RawWebSocket openWebSocket() throws IOException {
    RawWebSocket socket = dial("EIO=4&transport=websocket");
    assertThat(socket.nextText(ConformanceSetup.BOUND)).startsWith("0{");
    return socket;
  }

  /** A WebSocket with the id of a polling session; nothing was said. */
  RawWebSocket candidate(String sid) throws IOException {
    return dial("EIO=4&transport=websocket&sid=" + sid);
  }

  private RawWebSocket dial(String query) throws IOException {
    return RawWebSocket.dial(port, target(query)).open();
  }

  String target(String query) {
    return path + "?" + query;
  }

  static String sidOf(String openPacket) {
    Matcher matcher = SID.matcher(openPacket);
    assertThat(matcher.find()).as(openPacket).isTrue();
    return matcher.group(1);
  }

  /** The next text that is no ping; pings are answered, as a client must. */
  static String next(RawWebSocket socket) throws IOException {
    return nextFrame(socket).text();
  }

  /** The next frame that is no ping. */
  static Incoming nextFrame(RawWebSocket socket) throws IOException {
    Incoming incoming = socket.next(ConformanceSetup.BOUND);
    while (incoming.kind() == Incoming.Kind.TEXT && incoming.text().equals("2")) {
      socket.text("3");
      incoming = socket.next(ConformanceSetup.BOUND);
    }
    assertThat(incoming.isEnd()).as("the connection ended: %s", incoming).isFalse();
    return incoming;
  }

  /** The server ends the connection within the time that a violation may take. */
  static Incoming endsAtOnce(RawWebSocket socket) throws IOException {
    long sent = System.nanoTime();
    Incoming end = socket.end(ConformanceSetup.BOUND);
    assertThat(Duration.ofNanos(end.nanos() - sent)).isLessThanOrEqualTo(ConformanceSetup.AT_ONCE);
    return end;
  }
}
