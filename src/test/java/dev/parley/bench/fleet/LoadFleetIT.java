package dev.parley.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.order.RunOrder.Pace;
import dev.parley.bench.order.RunResult;
import dev.parley.bench.order.Transport;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.Processes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the load generator counts has to be so: two processes of it, a real server, few clients. */
@ParleyTest
class LoadFleetIT {
  private static final int MESSAGES = 12;

  private static LoadFleet fleet;

  @BeforeAll
  static void start() {
    fleet = new LoadFleet(2);
  }

  @AfterAll
  static void end() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"WEBSOCKET", "POLLING", "UPGRADE"})
  void everyDeviceHasEveryDirectMessageOnce(Transport transport, LibertyServer server) {
    String prefix = "load-" + transport.name().charAt(0);
    GroupOrder talkers =
        GroupOrder.talkers("talkers", List.of(server.port()), 3)
            .over(transport)
            .usersNamed(prefix + "s");
    GroupOrder listeners =
        GroupOrder.listeners("listeners", List.of(server.port()), 10)
            .devicesEach(2)
            .over(transport)
            .usersNamed(prefix + "u");
    assertThat(fleet.open(talkers).ready()).isEqualTo(3);
    assertThat(fleet.open(listeners).ready()).isEqualTo(10);

    RunResult result = fleet.run(run(Kind.DIRECT, List.of("listeners")));

    assertThat(result.counts().sent()).isEqualTo(MESSAGES);
    assertThat(result.counts().expected()).isEqualTo(2 * MESSAGES);
    assertAllWell(result);
    assertThat(fleet.close("talkers") + fleet.close("listeners")).isZero();
  }

  @Test
  void sendersHearThemselvesInTheRoomAndAStallIsNoLossOfOthers(LibertyServer server) {
    fleet.open(room(GroupOrder.talkers("talkers", List.of(server.port()), 3), "load-rs"));
    fleet.open(room(GroupOrder.listeners("listeners", List.of(server.port()), 5), "load-ru"));
    fleet.open(room(GroupOrder.listeners("slow", List.of(server.port()), 2), "load-rz"));
    fleet.stall("slow");

    RunResult result = fleet.run(run(Kind.CHAT, List.of("listeners", "talkers")));

    assertThat(result.counts().expected()).isEqualTo(8 * MESSAGES);
    assertAllWell(result);
    assertThat(fleet.close("talkers") + fleet.close("listeners") + fleet.close("slow")).isZero();
  }

  @Test
  void aProcessThatIsLateMissesNothing(LibertyServer server) throws Exception {
    fleet.open(room(GroupOrder.talkers("talkers", List.of(server.port()), 3), "load-ls"));
    fleet.open(room(GroupOrder.listeners("listeners", List.of(server.port()), 5), "load-lu"));
    long late = fleet.pids().get(1);

    CompletableFuture<RunResult> result;
    Processes.signal(late, "STOP");
    try {
      result =
          CompletableFuture.supplyAsync(
              () -> fleet.run(run(Kind.CHAT, List.of("listeners", "talkers"))));
      TimeUnit.SECONDS.sleep(1);
    } finally {
      Processes.signal(late, "CONT");
    }

    assertAllWell(result.get(30, TimeUnit.SECONDS));
    assertThat(fleet.close("talkers") + fleet.close("listeners")).isZero();
  }

  private static GroupOrder room(GroupOrder order, String prefix) {
    return order.in("/global-chat").usersNamed(prefix);
  }

  @Test
  void whoIsCutOffComesBack(LibertyServer server) {
    fleet.open(GroupOrder.listeners("crowd", List.of(server.port()), 7).usersNamed("load-crowd"));

    DialResult result = fleet.storm("crowd", 20);

    assertThat(result.ready()).isEqualTo(7);
    assertThat(result.failed()).isZero();
    assertThat(fleet.close("crowd")).isZero();
  }

  @Test
  void clientsComeAndGoAtARate(LibertyServer server) {
    GroupOrder passers =
        GroupOrder.listeners("passers", List.of(server.port()), 4)
            .usersNamed("load-p")
            .perSecond(20);

    DialResult result = fleet.churn(new ChurnOrder(passers, 500));

    assertThat(result.ready()).isEqualTo(10);
    assertThat(result.failed()).isZero();
  }

  private static RunOrder run(Kind kind, List<String> receivers) {
    return new RunOrder("talkers", receivers, kind, 1_000, MESSAGES, Pace.open(50), 32, 10_000);
  }

  private static void assertAllWell(RunResult result) {
    RunResult.Counts counts = result.counts();
    assertThat(counts.delivered()).isEqualTo(counts.expected());
    assertThat(counts.doubled() + counts.stray() + counts.refused()).isZero();
    assertThat(counts.unanswered() + counts.dropped()).isZero();
    assertThat(result.deliveries().count()).isEqualTo(counts.delivered());
    assertThat(result.acks().count()).isEqualTo(counts.sent());
  }
}
