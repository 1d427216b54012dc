package dev.parley.testing.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Engine.IO over long-polling: one connection that polls, and a fresh one for each POST. */
final class PollingLink implements EngineLink {
  private static final Duration POLL_BOUND = Duration.ofMinutes(2);

  private final RawEngine engine;
  private final EngineDial dial;
  private final RawHttp polls;
  private volatile String sid;
  private volatile boolean retired;

  PollingLink(RawEngine engine, EngineDial dial) throws IOException {
    this.engine = engine;
    this.dial = dial;
    this.polls = RawHttp.connect(dial.port(), dial.source());
  }

  @Override
  public void start() {
    EngineLink.onThread("raw-engine-polling", this::read);
  }

  private void read() {
    try {
      while (!retired) {
        polls.request("GET", dial.target("polling", sid), null, dial.headerArray());
        HttpReply reply = polls.reply(POLL_BOUND);
        if (reply.status() != 200) {
          ended(Incoming.Kind.EOF);
          return;
        }
        for (String packet : reply.text().split("\u001e", -1)) {
          if (!accept(packet, reply.nanos())) {
            return;
          }
        }
      }
    } catch (IOException broken) {
      ended(Incoming.Kind.RESET);
    } finally {
      polls.close();
    }
  }

  private boolean accept(String packet, long nanos) throws IOException {
    if (packet.equals("1")) {
      ended(Incoming.Kind.EOF);
      return false;
    }
    if (packet.equals("6")) {
      return true;
    }
    EnginePacket read =
        packet.startsWith("b")
            ? new EnginePacket(null, Base64.getDecoder().decode(packet.substring(1)), nanos)
            : new EnginePacket(packet, null, nanos);
    if (sid == null && read.startsWith("0")) {
      sid = packet.replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    }
    engine.received(this, read);
    return true;
  }

  private void ended(Incoming.Kind kind) {
    if (!retired) {
      engine.ended(this, new Incoming(kind, true, new byte[0], System.nanoTime()));
    }
  }

  @Override
  public void send(String packet) throws IOException {
    HttpReply reply = post(packet);
    if (reply.status() != 200) {
      throw new IOException("the POST was refused: " + reply);
    }
  }

  HttpReply post(String payload) throws IOException {
    try (RawHttp http = RawHttp.connect(dial.port(), dial.source())) {
      http.request(
          "POST",
          dial.target("polling", sid),
          payload.getBytes(StandardCharsets.UTF_8),
          dial.headerArray());
      return http.reply(RawHttp.REPLY_BOUND);
    }
  }

  @Override
  public void sendBinary(byte[] bytes) throws IOException {
    send("b" + Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public void retire() {
    retired = true;
  }

  @Override
  public void close() {
    retired = true;
    polls.close();
  }
}
