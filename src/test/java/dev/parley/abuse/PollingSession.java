package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;

/** A long-polling session, one request at a time, for tests that care about each of them. */
final class PollingSession {
  private final int port;
  private final String sid;

  private PollingSession(int port, String sid) {
    this.port = port;
    this.sid = sid;
  }

  static PollingSession open(int port) throws IOException {
    HttpReply reply = RawHttp.get(port, AbuseCase.POLLING);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return new PollingSession(
        port, reply.text().replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1"));
  }

  String sid() {
    return sid;
  }

  String target() {
    return AbuseCase.POLLING + "&sid=" + sid;
  }

  HttpReply post(String payload) throws IOException {
    return RawHttp.post(port, target(), payload);
  }

  HttpReply poll() throws IOException {
    return RawHttp.get(port, target());
  }

  /** Connects to a namespace and reads the reply. */
  void connect(String namespace, String auth) throws IOException {
    assertThat(post("40" + namespace + "," + auth).status()).isEqualTo(200);
    assertThat(poll().text()).startsWith("40" + namespace + ",");
  }

  /**
   * Demands that the session is over: a poll tells so, or knows nothing of it.
   *
   * <p>To one that goes on the poll brings a ping within four seconds, and the heartbeat ends it
   * after seven. The time-outs of bodies and of what is flushed, one and two seconds, would pass
   * here: that it was none of a body's, the answer to the POST has to show.
   */
  void assertGoneAtOnce() throws IOException {
    long start = System.nanoTime();
    HttpReply reply = poll();
    if (reply.status() == 200) {
      assertThat(reply.text()).isEqualTo("1");
      reply = poll();
    }
    AbuseCase.assertRefused(reply, 400);
    assertThat(System.nanoTime() - start).isLessThan(AbuseCase.TOLD.toNanos());
  }

  /** Ends the session as a client does; the status tells whether it was still there. */
  int leave() throws IOException {
    return post("1").status();
  }

  /** Waits until the server must have seen a poll that it cannot answer yet. */
  void awaitPending(RawHttp poll) throws IOException {
    assertThat(poll.awaitEnd(Duration.ofMillis(200))).as("the poll ended early").isFalse();
  }
}
