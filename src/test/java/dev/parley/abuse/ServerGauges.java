package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The gauges of {@code /metrics} that must come back to where they were. */
final class ServerGauges {
  /** Longer than any time-out of {@link AbuseServer}, by as much again. */
  private static final Duration SETTLE = Duration.ofSeconds(20);

  private static final List<String> LIVE =
      List.of(
          "socket_connections_active",
          "socket_lane_queue_events",
          "socket_acks_pending",
          "engine_sessions_active",
          "engine_outbound_queued_bytes",
          "timers_pending");

  /** So many readings in a row that bring nothing new. */
  private static final int CALM = 4;

  private final int port;

  ServerGauges(int port) {
    this.port = port;
  }

  /** All samples of the application's metrics, by name and tags. */
  Map<String, Double> read() throws IOException {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : RawHttp.get(port, "/metrics").text().split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0 && line.contains("mp_scope=\"application\"")) {
        samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1).strip()));
      }
    }
    return samples;
  }

  /** What counts things that are there now. */
  Map<String, Double> live() throws IOException {
    Map<String, Double> gauges = new TreeMap<>(read());
    gauges.keySet().removeIf(name -> LIVE.stream().noneMatch(live -> name.startsWith(live + "{")));
    assertThat(gauges).as("gauges").hasSizeGreaterThanOrEqualTo(LIVE.size());
    return gauges;
  }

  /**
   * What counts things that are there while nobody is: the highest of readings until some in a row
   * brought nothing higher, since a timer that comes again and again is missing for the moment in
   * which it runs.
   */
  Map<String, Double> atRest() throws IOException {
    Map<String, Double> highest = live();
    AtomicInteger calm = new AtomicInteger();
    await()
        .atMost(SETTLE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Map<String, Double> before = Map.copyOf(highest);
              live().forEach((name, value) -> highest.merge(name, value, Math::max));
              calm.updateAndGet(readings -> highest.equals(before) ? readings + 1 : 0);
              return calm.get() == CALM;
            });
    return highest;
  }

  /** What counts connections alone; timers and lanes move while a bystander chats. */
  Map<String, Double> connections() throws IOException {
    Map<String, Double> gauges = live();
    gauges.keySet().removeIf(name -> !name.contains("_active"));
    return gauges;
  }

  /**
   * Waits until every gauge is back at its base line, or below; those not in it are not looked at.
   */
  void awaitBack(Map<String, Double> baseline) {
    await()
        .atMost(SETTLE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(live())
                    .allSatisfy(
                        (name, value) ->
                            assertThat(value)
                                .as(name)
                                .isLessThanOrEqualTo(baseline.getOrDefault(name, value))));
  }

  /** Waits for a condition, with a bound. */
  void awaitUntil(String what, Duration within, Callable<Boolean> condition) {
    await(what).atMost(within).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
