package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Present;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every roster promises; the grace is short enough to be waited for. */
public abstract class RosterContractTest {
  protected static final Duration GRACE = Duration.ofMillis(300);
  protected static final Instant SINCE = Instant.parse("2030-01-01T00:00:00Z");

  /** What the node is called whose roster it is. */
  protected static final String NODE = "node-1";

  protected final List<String> told = new CopyOnWriteArrayList<>();
  private Roster roster;

  /** A fresh roster, nobody told. */
  protected abstract Roster roster();

  @BeforeEach
  void listen() {
    roster = roster();
    roster.listen("/n", GRACE, this::tell);
    roster.listen("/other", GRACE, transition -> {});
  }

  protected final void tell(Roster.Transition transition) {
    told.add((transition.online() ? "+" : "-") + transition.userId());
  }

  @Test
  public void aUserComesWithTheFirstSocketAndGoesWithTheLast() {
    roster.put("/n", member("anna", "1"));
    roster.put("/n", member("anna", "2"));
    awaitTold("+anna");
    await().until(() -> roster.sockets("/n", "anna") == 2);

    roster.remove("/n", "anna", "1");
    roster.remove("/n", "anna", "unknown");
    assertThat(roster.sockets("/n", "anna")).isEqualTo(1);
    roster.remove("/n", "anna", "2");

    awaitTold("+anna", "-anna");
    assertThat(roster.sockets("/n", "anna")).isZero();
  }

  @Test
  public void aUserInTheGraceIsStillOnlineAndComesBackUnnoticed() {
    roster.put("/n", member("anna", "1"));
    awaitTold("+anna");
    roster.remove("/n", "anna", "1");
    assertThat(status("anna")).isEqualTo(Status.ONLINE);
    roster.put("/n", member("anna", "2"));
    roster.put("/n", member("carla", "c"));

    await().until(() -> told.contains("+carla"));
    roster.remove("/n", "carla", "c");
    await().until(() -> told.contains("-carla"));

    assertThat(told).doesNotContain("-anna");
    assertThat(status("anna")).isEqualTo(Status.ONLINE);
  }

  @Test
  public void aUserIsAwayWhenEverySocketSaysSo() {
    roster.put("/n", member("anna", "1"));
    roster.put("/n", away("anna", "2"));
    assertThat(status("anna")).isEqualTo(Status.ONLINE);

    roster.put("/n", away("anna", "1"));
    assertThat(status("anna")).isEqualTo(Status.AWAY);

    roster.put("/n", member("anna", "3"));
    assertThat(status("anna")).isEqualTo(Status.ONLINE);
    assertThat(told.stream().filter("-anna"::equals)).isEmpty();
  }

  @Test
  public void whoWentIsOfflineSinceThen() {
    assertThat(roster.standings("/n", List.of("anna")))
        .isEqualTo(Map.of("anna", new Standing(Status.OFFLINE, Optional.empty())));
    roster.put("/n", member("anna", "1"));
    awaitTold("+anna");
    roster.remove("/n", "anna", "1");
    awaitTold("+anna", "-anna");

    await().until(() -> status("anna") == Status.OFFLINE);
    assertThat(roster.standings("/n", List.of("anna")).get("anna").lastSeen()).isPresent();
  }

  @Test
  public void namespacesAreApart() {
    roster.put("/n", member("anna", "1"));
    roster.put("/other", member("anna", "2"));
    awaitTold("+anna");
    roster.remove("/n", "anna", "1");

    awaitTold("+anna", "-anna");
    await().until(() -> roster.sockets("/other", "anna") == 1);
    await()
        .untilAsserted(
            () ->
                assertThat(roster.socketsOf("anna"))
                    .extracting(Placed::namespace, placed -> placed.member().socketId())
                    .containsExactly(tuple("/other", "2")));
  }

  @Test
  public void thoseLongestHereComeFirstAndTheListIsCut() {
    roster.put("/n", member("berta", "b1"));
    awaitTold("+berta");
    roster.put("/n", new Member("anna", null, "a1", "d", null, SINCE, false));
    roster.put("/n", new Member("berta", "Name of berta", "b2", "phone", null, SINCE, false));

    Present berta = new Present("berta", "Name of berta", 2);
    await()
        .untilAsserted(
            () ->
                assertThat(roster.present("/n", 10))
                    .containsExactly(berta, new Present("anna", null, 1)));
    assertThat(roster.present("/n", 1)).containsExactly(berta);
    assertThat(roster.count("/n")).isEqualTo(2);
  }

  /** Invariant: a device counts once, however many tabs are open on it. */
  @Test
  public void socketsOfOneDeviceAreOneDevice() {
    roster.put("/n", member("anna", "tab1"));
    roster.put("/n", member("anna", "tab2"));
    roster.put("/n", new Member("anna", "Name of anna", "3", "phone", null, SINCE, false));
    roster.put("/n", new Member("anna", "Name of anna", "4", null, null, SINCE, false));
    roster.put("/n", new Member("anna", "Name of anna", "5", null, null, SINCE, false));

    await().untilAsserted(() -> assertThat(devices("anna")).isEqualTo(4));
    assertThat(roster.sockets("/n", "anna")).isEqualTo(5);
    roster.remove("/n", "anna", "tab1");
    roster.remove("/n", "anna", "4");

    await().untilAsserted(() -> assertThat(devices("anna")).isEqualTo(3));
  }

  @Test
  public void operatorsSeeEverySocket() {
    Member phone = new Member("anna", "Anna", "1", "phone", "ios", SINCE, false);
    Member desk = new Member("anna", "Anna", "2", "desk", null, SINCE.plusMillis(1), true);
    roster.put("/n", phone);
    roster.put("/n", desk);

    await()
        .untilAsserted(
            () ->
                assertThat(roster.socketsOf("anna"))
                    .containsExactlyInAnyOrder(
                        new Placed("/n", NODE, phone), new Placed("/n", NODE, desk)));
  }

  protected final void awaitTold(String... transitions) {
    await().untilAsserted(() -> assertThat(told).containsExactly(transitions));
  }

  private int devices(String userId) {
    return roster.present("/n", 10).stream()
        .filter(present -> present.userId().equals(userId))
        .mapToInt(Present::devices)
        .sum();
  }

  private Status status(String userId) {
    return roster.standings("/n", List.of(userId)).get(userId).status();
  }

  protected static Member member(String userId, String socketId) {
    return new Member(userId, "Name of " + userId, socketId, "device", "web", SINCE, false);
  }

  protected static Member away(String userId, String socketId) {
    return new Member(userId, "Name of " + userId, socketId, "device", "web", SINCE, true);
  }
}
