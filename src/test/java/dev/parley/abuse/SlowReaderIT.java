package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

/** A client that stops reading while others flood its room. */
@ParleyTest(AbuseServer.class)
class SlowReaderIT extends AbuseCase {
  private static final int READERS = 3;
  private static final int FLOODERS = 5;
  private static final int MESSAGES_EACH = 80;
  private static final int BYTES_EACH = 50_000;
  private static final double BUDGET = 1_048_576;

  SlowReaderIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @Test
  void aClientThatStopsReadingIsClosedAsSlowAndHoldsNobodyUp()
      throws IOException, InterruptedException {
    double slowBefore = closed("slow_consumer");
    List<RawWebSocket> stuck = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      stuck.add(stuckMember());
    }
    double peak = 0;
    for (int i = 0; i < FLOODERS; i++) {
      peak = Math.max(peak, flood(i));
    }

    gauges.awaitUntil(
        "all slow readers are closed",
        Duration.ofSeconds(10),
        () -> closed("slow_consumer") >= slowBefore + READERS);

    assertThat(peak).as("bytes that wait").isLessThan((READERS + FLOODERS + 2) * BUDGET);
    assertThat(ThreadDump.stuckSenders(server.pid())).isEmpty();
    for (RawWebSocket socket : stuck) {
      socket.close();
    }
  }

  private RawWebSocket stuckMember() throws IOException {
    RawWebSocket socket = RawWebSocket.dial(port, ENGINE).receiveBuffer(4_096).open();
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("0{");
    socket.text("40" + CHAT + "," + auth(freshToken()));
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("40" + CHAT + ",");
    return socket;
  }

  private double flood(int number) throws IOException {
    String noise = "4".repeat(BYTES_EACH);
    double peak = 0;
    try (RawEngine engine = member()) {
      for (int i = 0; i < MESSAGES_EACH; i++) {
        String tempId = "flood-" + number + "-" + i;
        engine.send(
            "451-/global-chat,[\"chat:message\",{\"content\":\"noise\",\"tempId\":\""
                + tempId
                + "\",\"data\":{\"_placeholder\":true,\"num\":0}}]");
        engine.sendBinary(noise.getBytes(StandardCharsets.US_ASCII));
        if (i % 20 == 0) {
          engine.await(
              packet -> packet.startsWith("451-") && packet.text().contains(tempId),
              RawEngine.BOUND);
          engine.discard();
          peak = Math.max(peak, sum("engine_outbound_queued_bytes", ""));
        }
      }
    }
    return peak;
  }

  private double closed(String reason) throws IOException {
    return sum("engine_sessions_closed_total", reason);
  }

  private double sum(String name, String part) throws IOException {
    Map<String, Double> samples = gauges.read();
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().contains(name) && sample.getKey().contains(part))
        .mapToDouble(Entry::getValue)
        .sum();
  }
}
