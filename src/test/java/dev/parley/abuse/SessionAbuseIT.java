package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that do not fit the session, or no session at all. */
@ParleyTest(AbuseServer.class)
class SessionAbuseIT extends AbuseCase {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  SessionAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "",
        "%00",
        "__proto__",
        "..%2f..%2f",
        "a%0d%0aX-Evil:%201",
        "%f0%9f%98%80",
        "%ff%fe",
        "%zz"
      })
  void anUnknownSidIsRefused(String sid) throws IOException {
    assertRefused(RawHttp.get(port, POLLING + "&sid=" + sid), 400);
    assertRefused(RawHttp.post(port, POLLING + "&sid=" + sid, "3"), 400);
    assertThat(RawHttp.get(port, POLLING + "&sid=" + sid).header("X-Evil")).isEmpty();
    assertWebSocketRefused(ENGINE + "&sid=" + sid);
  }

  @Test
  void aSidOfSixtyThousandCharactersIsRefused() throws IOException {
    assertRefused(RawHttp.get(port, POLLING + "&sid=" + "s".repeat(60_000)), 400, 414, 431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/socket.io/",
        "/socket.io/?EIO=4",
        "/socket.io/?transport=polling",
        "/socket.io/?EIO=3&transport=polling",
        "/socket.io/?EIO=5&transport=polling",
        "/socket.io/?EIO=44&transport=polling",
        "/socket.io/?EIO=&transport=polling",
        "/socket.io/?EIO=4&transport=",
        "/socket.io/?EIO=4&transport=flash",
        "/socket.io/?EIO=4&transport=POLLING",
        "/socket.io/?EIO=4&transport=websocket",
        "/socket.io/?EIO=4&transport=__proto__",
        "/socket.io/?EIO=4%20&transport=polling",
        "/socket.io/?eio=4&transport=polling"
      })
  void aHandshakeThatIsNoneIsRefused(String target) throws IOException {
    assertRefused(RawHttp.get(port, target), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "G\u00cbT"})
  void aMethodThatIsNotOursIsRefused(String method) throws IOException {
    PollingSession session = PollingSession.open(port);

    assertRefused(RawHttp.exchange(port, method, session.target(), null), 400, 403, 404, 405, 501);

    assertThat(session.leave()).isEqualTo(200);
  }

  @Test
  void aHeadRequestOpensNoSession() throws IOException {
    try (RawHttp http = RawHttp.connect(port)) {
      http.request("HEAD", POLLING, null, "Connection: close");
      assertThat(http.awaitEnd(RawHttp.REPLY_BOUND)).isTrue();
    }
  }

  @Test
  void aPostWithoutSidOpensNoSession() throws IOException {
    assertRefused(RawHttp.post(port, POLLING, "40"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/socket.io",
        "//socket.io/",
        "/socket.io//",
        "/socket.io/extra",
        "/socket.io/../socket.io/",
        "/%73ocket.io/",
        "/socket.io;x=y/",
        "/socket.io/;x=y",
        "/SOCKET.IO/",
        "/socket.io%2f",
        "/./socket.io/",
        "/socket.io/%2e%2e/WEB-INF/web.xml"
      })
  void aPathInDisguiseOpensASessionOrNothing(String path) throws IOException {
    HttpReply reply = RawHttp.get(port, path + "?EIO=4&transport=polling");

    assertThat(reply.status()).isIn(200, 301, 302, 308, 400, 403, 404);
    Leaks.assertNone(reply.toString());
    assertThat(reply.text()).doesNotContain("<web-app");
    if (reply.status() == 200) {
      assertThat(reply.text()).startsWith("0{\"sid\"");
      String sid = reply.text().replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
      assertThat(RawHttp.post(port, POLLING + "&sid=" + sid, "1").status()).isEqualTo(200);
    }
  }

  @Test
  void aPollingRequestForAWebSocketSessionIsRefused() throws IOException {
    try (RawEngine engine = member()) {
      assertRefused(RawHttp.get(port, POLLING + "&sid=" + engine.sid()), 400);
      assertRefused(RawHttp.post(port, POLLING + "&sid=" + engine.sid(), "1"), 400);
      assertThat(engine.request(CHAT, 1, "online:count", "").text()).contains("\"status\":\"ok\"");
    }
  }

  @Test
  void aSecondWebSocketForASessionIsRefusedAndTheFirstGoesOn() throws IOException {
    try (RawEngine engine = member()) {
      assertWebSocketRefused(ENGINE + "&sid=" + engine.sid());
      assertThat(engine.request(CHAT, 1, "online:count", "").text()).contains("\"status\":\"ok\"");
    }
  }

  @Test
  void aSecondPollEndsTheSession() throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawHttp first = RawHttp.connect(port)) {
      first.request("GET", session.target(), null);
      session.awaitPending(first);

      HttpReply second = session.poll();

      assertThat(second.status()).as(second.toString()).isIn(200, 400);
      HttpReply released = first.reply(TOLD);
      assertThat(released.status()).isIn(200, 400);
      // Not a ping, which a poll that nobody released would bring.
      assertThat(released.text()).isNotEqualTo("2");
      session.assertGoneAtOnce();
    }
  }

  @Test
  void twoPostsAtOnceEndTheSession() throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawHttp first = RawHttp.connect(port)) {
      first.write(RawHttp.head("POST", session.target(), 10));
      first.write("4");

      // Until the first one has come in, another is alone and taken.
      HttpReply second = session.post("3");
      for (int again = 0; again < 50 && second.status() == 200; again++) {
        second = session.post("3");
      }

      assertThat(second.status()).as(second.toString()).isEqualTo(400);
      // It is answered after a second; the server may wait for the rest until its read time-out.
      assertThat(first.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }
    session.assertGoneAtOnce();
  }

  @Test
  void requestHeadsThatNeverEndHoldNoSession() throws IOException {
    RawHttp[] half = new RawHttp[30];
    for (int i = 0; i < half.length; i++) {
      half[i] = RawHttp.connect(port);
      half[i].write("GET " + POLLING + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ");
    }
    for (RawHttp http : half) {
      assertThat(http.awaitEnd(PATIENCE)).isTrue();
      http.close();
    }
  }

  @Test
  void aPollingClientThatNeverPollsIsTimedOut() throws IOException {
    PollingSession session = PollingSession.open(port);
    session.connect(CHAT, auth(freshToken()));

    awaitNobodyElse();

    session.assertGoneAtOnce();
  }

  private void assertWebSocketRefused(String target) throws IOException {
    HttpReply reply = RawWebSocket.dial(port, target).answer();
    if (reply.status() != 101) {
      assertRefused(reply, 400);
      return;
    }
    try (RawWebSocket socket = RawWebSocket.dial(port, target).open()) {
      assertClosedAtOnce(socket);
    }
  }
}
