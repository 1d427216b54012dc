package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.ClusterTest;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.NginxServer;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nginx and the nodes behind it as clients meet them, routed by address and by sid. */
@ClusterTest
class ClusterFrontIT {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final ClusterHarness cluster;
  private final TestTokens tokens;
  private final String alice = "alice-" + UUID.randomUUID();

  ClusterFrontIT(ClusterHarness cluster, TestTokens tokens) {
    this.cluster = cluster;
    this.tokens = tokens;
  }

  @Test
  void addressesOfManyNetworksReachAllNodes() throws IOException {
    Set<String> nodes = new TreeSet<>();
    for (int network = 100; network < 124; network++) {
      String address = "127.1." + network + ".1";
      try (RawEngine engine = RawEngine.dial(cluster.port()).from(address).polling()) {
        nodes.add(tagOf(engine));
        engine.send("1");
      }
    }

    assertThat(nodes).containsExactly("n0", "n1", "n2");
  }

  /** Users behind one NAT are on all nodes, and their sessions stay where they began. */
  @Test
  void routedBySidOneAddressReachesAllNodesByEveryTransport() throws IOException {
    try (NginxServer nginx = bySid()) {
      Set<String> nodes = new TreeSet<>();
      for (int n = 0; n < 6; n++) {
        try (RawEngine engine = RawEngine.dial(nginx.port()).upgraded()) {
          nodes.add(tagOf(engine));
          engine.connectAs("/", tokens.forUser(alice));
        }
      }
      assertThat(nodes).containsExactly("n0", "n1", "n2");
    }
  }

  @Test
  void routedBySidASessionMayChangeItsAddress() throws IOException {
    try (NginxServer nginx = bySid();
        RawEngine engine = RawEngine.dial(nginx.port()).from("127.2.1.1").polling()) {
      String target = "/socket.io/?EIO=4&transport=polling&sid=" + engine.sid();
      for (int network = 2; network < 8; network++) {
        try (RawHttp elsewhere = RawHttp.connect(nginx.port(), "127.2." + network + ".1")) {
          elsewhere.request("POST", target, new byte[] {'3'});
          assertThat(elsewhere.reply(BOUND).status()).isEqualTo(200);
        }
      }
      engine.connectAs("/", tokens.forUser(alice));
    }
  }

  /** The README of ops/nginx and the size of the burst count on it. */
  @Test
  void aStockClientNeedsFiveRequestsToConnect() throws Exception {
    int least = requestsToConnect("127.3.1.3");
    // Who is slow to upgrade polls once more, so a busy machine delays some of them, not all.
    for (int network = 2; network <= 5 && least > 5; network++) {
      least = Math.min(least, requestsToConnect("127.3." + network + ".3"));
    }

    assertThat(least).isLessThanOrEqualTo(5);
  }

  /** How many requests a client from a fresh address made until it was upgraded. */
  private int requestsToConnect(String address) throws Exception {
    double before = upgrades();
    try (JavaClient client =
        JavaClient.from(
            address, cluster.uri(), "/", tokens.forUser(alice), TransportMode.UPGRADE)) {
      client.next("authenticated");
      // The client itself tells of the transport that it tries, which may be some requests early.
      await().atMost(BOUND).until(() -> upgrades() > before);
    }

    // The upgraded connection is logged when it ends.
    await().atMost(BOUND).until(() -> requestsOf(address, "\" 101 ").size() == 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(BOUND)
        .until(() -> requestsOf(address, "").size() <= 8);
    assertThat(requestsOf(address, "\" 101 ")).as("upgrades").hasSize(1);
    // A handshake looks like a poll in the log; each is followed by the one POST of its CONNECT.
    assertThat(requestsOf(address, "\"POST ")).as("CONNECTs").hasSize(1);
    return requestsOf(address, "").size();
  }

  @Test
  void whatIsForThoseInsideIsNotLetOut() throws IOException {
    for (String path :
        new String[] {
          "/metrics",
          "/health",
          "/health/ready",
          "/x/..;/metrics",
          "/api/admin/drain",
          "/api/admin/cluster",
          "/api/%2561dmin/cluster"
        }) {
      assertThat(RawHttp.get(cluster.port(), path).status()).as(path).isEqualTo(404);
    }
    assertThat(RawHttp.get(cluster.port(), "/").status()).isEqualTo(200);
  }

  /** The address opens the way, and the token alone the resource. */
  @Test
  void anOperatorReachesTheAdminResourcesAndNeedsATokenThere() throws IOException {
    try (NginxServer nginx =
        nodes(NginxServer.named("for-operators"))
            .set("PARLEY_NGINX_ADMIN_FROM", "127.0.0.1")
            .start()) {
      String resource = "/api/admin/cluster";
      String bearer = "Authorization: Bearer ";

      assertThat(RawHttp.get(nginx.port(), resource).status()).isEqualTo(401);
      assertThat(RawHttp.get(nginx.port(), resource, bearer + tokens.forUser(alice)).status())
          .isEqualTo(403);
      assertThat(RawHttp.get(nginx.port(), resource, bearer + tokens.forAdmin("root")).text())
          .contains("\"nodes\"");
      assertThat(RawHttp.get(nginx.port(), "/api/admin/drain").status()).isEqualTo(404);
    }
  }

  private NginxServer bySid() {
    return nodes(NginxServer.named("by-sid")).set("PARLEY_NGINX_AFFINITY", "sid").start();
  }

  private NginxServer.Builder nodes(NginxServer.Builder nginx) {
    for (int node = 0; node < cluster.size(); node++) {
      nginx.node(ClusterHarness.nodeName(node), cluster.node(node).port());
    }
    return nginx;
  }

  /** What Nginx logged of an address, of all lines those with a text. */
  private List<String> requestsOf(String address, String text) {
    return cluster.nginx().accessLog().stream()
        .filter(line -> line.startsWith(address + " ") && line.contains(text))
        .toList();
  }

  /** How many sessions were upgraded so far, at all nodes. */
  private double upgrades() throws IOException {
    double sum = 0;
    for (LibertyServer node : cluster.nodes()) {
      sum +=
          RawHttp.get(node.port(), "/metrics")
              .text()
              .lines()
              .filter(line -> line.startsWith("engine_upgrades_total{"))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return sum;
  }

  private static String tagOf(RawEngine engine) {
    return engine.sid().substring(engine.sid().indexOf('.') + 1);
  }
}
