package dev.parley.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.CloseCode;
import dev.parley.testing.TimeOuts;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What both suites say to the server, in one word each. */
record WireClient(int port, String path) {
  private static final Pattern SID = Pattern.compile("^0\\{\"sid\":\"([^\"]+)\",");
  private static final String SEPARATOR = "\u001e";

  /** A new polling session's id. */
  String openPolling() throws IOException {
    HttpReply reply = get("transport=polling");
    assertThat(reply.status()).isEqualTo(200);
    return sidOf(reply.text());
  }

  HttpReply poll(String sid) throws IOException {
    return get("transport=polling&sid=" + sid);
  }

  /** What polls bring next that is no ping; pings are answered, as a client must. */
  String nextPolled(String sid) throws IOException {
    long start = System.nanoTime();
    String packets = "";
    while (packets.isEmpty() && System.nanoTime() - start < ConformanceSetup.BOUND.toNanos()) {
      HttpReply reply = poll(sid);
      assertThat(reply.status()).isEqualTo(200);
      packets = withoutPings(sid, reply.text());
    }
    assertThat(packets).as("what came beside pings").isNotEmpty();
    return packets;
  }

  private String withoutPings(String sid, String payload) throws IOException {
    List<String> packets = List.of(payload.split(SEPARATOR, -1));
    if (packets.contains("2")) {
      assertThat(push(sid, "3").text()).isEqualTo("ok");
    }
    return packets.stream()
        .filter(packet -> !packet.equals("2"))
        .collect(Collectors.joining(SEPARATOR));
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

  /** The server ends the connection for what was said: by no time-out, and with a reason. */
  static Incoming endsAtOnce(RawWebSocket socket) throws IOException {
    Incoming end = socket.end(ConformanceSetup.BOUND);
    assertThat(end.closeCode())
        .as("%s", end)
        .isNotIn(TimeOuts.CLOSE_CODES)
        .isNotEqualTo(CloseCode.TRANSPORT_LOST.number());
    return end;
  }
}
