package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.ClusterHarness;
import dev.parley.testing.ClusterTest;
import dev.parley.testing.SharedCluster;
import dev.parley.testing.client.EngineDial;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bounds and refusals that hold for the cluster as a whole. */
@ClusterTest
class ClusterGuardsIT {
  private static final String GLOBAL = "/global-chat";
  private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ClusterHarness cluster;
  private final TestTokens tokens;
  private final List<RawEngine> engines = new ArrayList<>();
  private final String alice = "alice-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();

  ClusterGuardsIT(ClusterHarness cluster, TestTokens tokens) {
    this.cluster = cluster;
    this.tokens = tokens;
  }

  @AfterEach
  void leave() {
    engines.forEach(RawEngine::close);
  }

  @Test
  void aRevokedUserIsGoneFromEveryNodeWithinASecond() throws Exception {
    BestOfThree.assertUnder(SECOND, attempt -> revoke(alice + "-" + attempt));
  }

  /** Shows that a user who is revoked is out everywhere; returns how long the sockets stayed. */
  private Duration revoke(String user) throws Exception {
    String token = tokens.forUser(user);
    RawEngine here = open(0);
    RawEngine there = open(1);
    RawEngine bystander = open(1);
    here.connectAs(GLOBAL, token);
    there.connectAs("/", token);
    bystander.connectAs(GLOBAL, tokens.forUser(bob));

    HttpReply answer =
        RawHttp.post(
            cluster.node(2).port(),
            "/api/admin/users/" + user + "/revoke",
            "",
            "Authorization: Bearer " + tokens.forAdmin("root"));

    assertThat(answer.status()).isBetween(200, 299);
    long last = Math.max(here.await("41" + GLOBAL).nanos(), there.await("41").nanos());
    for (int node = 0; node < cluster.size(); node++) {
      EnginePacket refused = open(node).connect(GLOBAL, auth(token));
      assertThat(refused.text()).startsWith("44" + GLOBAL).contains("token_revoked");
    }
    assertThat(bystander.request(GLOBAL, 1, "online:count", "{}").text())
        .as("others go on")
        .contains("\"ok\"");
    return Duration.ofNanos(last - answer.nanos());
  }

  @Test
  void aUserHoldsSoManyConnectionsAndNotOneMoreAtAllNodesTogether() throws Exception {
    String token = tokens.forUser(alice);
    for (int n = 0; n < SharedCluster.CONNECTIONS_PER_USER; n++) {
      open(n % cluster.size()).connectAs("/", token);
    }

    for (int node = 0; node < cluster.size(); node++) {
      RawEngine over = open(node);
      assertThat(over.connect("/", auth(token)).text())
          .startsWith("44")
          .contains("too_many_connections");
      over.close();
    }
    engines.remove(0).close();
    await().atMost(BOUND).until(() -> admitted(token));
  }

  @Test
  void anAddressHoldsSoManyConnectionsAndNotOneMoreAtAllNodesTogether() throws Exception {
    String address = "127.250.1.1";
    for (int n = 0; n < SharedCluster.CONNECTIONS_PER_IP; n++) {
      keep(direct(n % cluster.size(), address).webSocket());
    }

    for (int node = 0; node < cluster.size(); node++) {
      try (RawHttp http = RawHttp.connect(cluster.node(node).port(), address)) {
        http.request("GET", HANDSHAKE, null);
        HttpReply refused = http.reply(BOUND);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("too_many_connections");
      }
    }
    try (RawEngine other = direct(0, "127.250.2.1").webSocket()) {
      assertThat(other.isOpen()).as("another address").isTrue();
    }
  }

  /** What a node counts and logs is the client's address, not that of the proxy. */
  @Test
  void aNodeKnowsTheClientBehindTheProxy() throws Exception {
    String address = cluster.addressOf(1);
    RawEngine engine = open(1);
    engine.connectAs(GLOBAL, tokens.forUser(alice));
    engine.request(GLOBAL, 1, "online:count", "{}");

    await().atMost(BOUND).until(() -> logged(1, alice, address));
  }

  /** Neither by the usual headers nor by those of the server's own plug-in for web servers. */
  @Test
  void whoeverReachesANodePastTheProxyCannotNameItsAddress() throws Exception {
    String address = "127.250.3.1";
    RawEngine engine =
        keep(
            direct(2, address)
                .header("X-Forwarded-For: 198.51.100.9")
                .header("Forwarded: for=198.51.100.9")
                .header("$WSRA: 198.51.100.9")
                .header("$WSRH: 198.51.100.9")
                .webSocket());
    engine.connectAs(GLOBAL, tokens.forUser(alice));
    engine.request(GLOBAL, 1, "online:count", "{}");

    await().atMost(BOUND).until(() -> logged(2, alice, address));
    assertThat(logged(2, alice, "198.51.100.9")).isFalse();
  }

  private boolean logged(int node, String user, String address) {
    return cluster
        .node(node)
        .log()
        .lines()
        .anyMatch(line -> line.contains(user) && line.contains(address));
  }

  @Test
  void aSocketIsTakenUpAgainAtAnotherNodeWithWhatItMissed() throws Exception {
    String token = tokens.forUser(alice);
    RawEngine before = open(0);
    EnginePacket welcome = before.join(GLOBAL, token);
    RawEngine speaker = open(1);
    speaker.join(GLOBAL, tokens.forUser(bob));
    say(speaker, 1, "heard");
    String last = heard(before).text();
    before.close();
    say(speaker, 2, "missed one");
    say(speaker, 3, "missed two");

    RawEngine after = open(2);
    EnginePacket again =
        after.connect(
            GLOBAL,
            "{\"token\":\"%s\",\"pid\":\"%s\",\"offset\":\"%s\"}"
                .formatted(token, field(welcome, "pid"), offset(last)));

    assertThat(field(again, "sid")).isEqualTo(field(welcome, "sid"));
    assertThat(field(again, "pid")).isEqualTo(field(welcome, "pid"));
    assertThat(after.await("42" + GLOBAL + ",[\"authenticated\"").text())
        .contains("\"recovered\":true", "\"node\":\"n2\"");
    assertThat(heard(after).text()).contains("missed one");
    assertThat(heard(after).text()).contains("missed two");
    say(speaker, 4, "live");
    assertThat(heard(after).text()).as("nothing twice").contains("live");
    say(after, 1, "and back");
    for (String text : List.of("heard", "missed one", "missed two", "live", "and back")) {
      assertThat(heard(speaker).text()).contains(text);
    }
  }

  private RawEngine open(int node) throws IOException {
    RawEngine engine =
        keep(RawEngine.dial(cluster.port()).from(cluster.addressOf(node)).webSocket());
    assertThat(engine.sid()).endsWith("." + ClusterHarness.nodeName(node));
    return engine;
  }

  private RawEngine keep(RawEngine engine) {
    engines.add(engine);
    return engine;
  }

  /** Past Nginx, as only those inside can, so that one address reaches all nodes. */
  private EngineDial direct(int node, String address) {
    return RawEngine.dial(cluster.node(node).port()).from(address);
  }

  private boolean admitted(String token) throws IOException {
    try (RawEngine engine = RawEngine.dial(cluster.port()).from(cluster.addressOf(0)).webSocket()) {
      return engine.connect("/", auth(token)).startsWith("40");
    }
  }

  private static String auth(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  private static void say(RawEngine engine, int ack, String content) throws IOException {
    String payload = "{\"content\":\"%s\",\"tempId\":\"%s\"}".formatted(content, UUID.randomUUID());
    assertThat(engine.request(GLOBAL, ack, "chat:message", payload).text()).contains("\"ok\"");
  }

  private static EnginePacket heard(RawEngine engine) {
    return engine.await("42" + GLOBAL + ",[\"chat:message\"");
  }

  private static String field(EnginePacket packet, String name) {
    assertThat(packet.text()).contains("\"" + name + "\":\"");
    return packet.text().replaceFirst(".*\"" + name + "\":\"([^\"]+)\".*", "$1");
  }

  /** The last argument of an event: where it stands in its namespace's log. */
  private static String offset(String event) {
    assertThat(event).matches("(?s).*,\"[^\"]+\"]");
    return event.replaceFirst("(?s).*,\"([^\"]+)\"]", "$1");
  }
}
