package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ParleyTest;
import dev.parley.testing.tokens.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients themselves, on one node without faults: else nothing that they show means much. */
@ParleyTest(FaultSetup.class)
class BotsIT {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Recorder recorder = new Recorder();
  private final Bots bots = new Bots(recorder, 2);
  private final List<Bot> all = new ArrayList<>();
  private final URI uri;
  private final TestTokens tokens;

  BotsIT(URI uri, TestTokens tokens) {
    this.uri = uri;
    this.tokens = tokens;
  }

  @AfterEach
  void end() {
    bots.close();
  }

  @Test
  void withoutAFaultNothingIsFound() {
    for (String mode : List.of("polling", "websocket", "upgrade")) {
      open("g-" + mode, "u-" + mode, "/global-chat", mode);
      open("d-" + mode, "u-" + mode, "/", mode);
      open("e-" + mode, "u-" + mode, "/", mode);
    }
    awaitAllConnected();
    Load load = new Load(bots, all, "calm", new Random(1)).start(100);
    await().atMost(BOUND).until(() -> recorder.acked() > 300);
    load.stop();
    awaitAllAnswered();
    Verdict verdict = Checker.check(recorder.sightings(), Terms.STRICT);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.acked()).isGreaterThan(300);
    assertThat(bots.complaints()).isEmpty();
  }

  @Test
  void aClientThatLostItsConnectionIsThereAgainAndMissedNothing() {
    open("stays", "s", "/global-chat", "websocket");
    open("cut", "c", "/global-chat", "websocket");
    awaitAllConnected();
    Load load = new Load(bots, all, "cut", new Random(1)).start(50);
    await().atMost(BOUND).until(() -> recorder.acked() > 50);
    long from = System.nanoTime();
    bots.cut("cut");
    await()
        .atMost(BOUND)
        .until(
            () ->
                recorder.sightings().stream()
                    .filter(Sighting.Connected.class::isInstance)
                    .anyMatch(seen -> seen.client().equals("cut") && seen.nanos() > from));
    load.stop();
    awaitAllAnswered();
    assertThat(Checker.check(recorder.sightings(), Terms.STRICT.withLostSessions()).findings())
        .isEmpty();
  }

  private void open(String client, String user, String namespace, String mode) {
    Bot bot = new Bot(client, user, namespace, uri, tokens.forUser(user), null, mode, true, 4);
    all.add(bot);
    bots.open(bot);
  }

  private void awaitAllConnected() {
    await().atMost(BOUND).until(() -> bots.connected().size() == all.size());
  }

  private void awaitAllAnswered() {
    await()
        .atMost(BOUND)
        .until(
            () ->
                bots.unanswered().isEmpty()
                    && Checker.check(recorder.sightings(), Terms.STRICT.withLostSessions())
                            .count(Finding.Kind.LOST)
                        == 0);
  }
}
