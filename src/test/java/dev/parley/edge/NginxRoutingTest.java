package dev.parley.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.NginxServer;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To which node a request goes, what becomes of it on its way, and when it is sent again. */
class NginxRoutingTest {
  private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  private static final String SESSION = HANDSHAKE + "&sid=abc";
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final FakeNode a = new FakeNode(200);
  private final FakeNode b = new FakeNode(200);
  private NginxServer nginx;

  @AfterEach
  void stop() {
    nginx.close();
    a.close();
    b.close();
  }

  @Test
  void clientsOfOneNetworkShareANodeAndNetworksAreSpread() throws IOException {
    start("address");
    Set<String> split = new HashSet<>();
    for (int network = 0; network < 16; network++) {
      long before = a.seen().size();
      for (int host = 1; host <= 4; host++) {
        get("127.7." + network + "." + host, HANDSHAKE);
      }
      split.add("at a: " + (a.seen().size() - before));
    }

    assertThat(split).containsExactlyInAnyOrder("at a: 0", "at a: 4");
  }

  @Test
  void aSessionGoesToTheNodeThatItsIdNames() throws IOException {
    start("sid");
    for (int turn = 0; turn < 4; turn++) {
      get("127.0.0.1", HANDSHAKE + "&sid=x.y-_.a");
      get("127.0.0.1", "/socket.io/?sid=x.y-_.a&EIO=4&transport=websocket");
    }
    assertThat(a.seen()).hasSize(8);
    assertThat(b.seen()).isEmpty();

    get("127.0.0.1", HANDSHAKE + "&sid=x.b");
    assertThat(b.only().target()).endsWith("sid=x.b");
  }

  @Test
  void handshakesAreSpreadWhenRoutingBySidAndStrangeTagsReachSomeNode() throws IOException {
    start("sid");
    for (String target : new String[] {HANDSHAKE, HANDSHAKE + "&sid=x.other", SESSION, "/x"}) {
      for (int turn = 0; turn < 8; turn++) {
        assertThat(get("127.0.0.1", target).status()).isEqualTo(200);
      }
      // By the fewest connections: one that closes late counts for a moment.
      assertThat(a.seen().size() + b.seen().size()).isEqualTo(8);
      assertThat(a.seen().size()).isBetween(2, 6);
      a.forget();
      b.forget();
    }
  }

  @Test
  void aHandshakeThatADrainingNodeRefusesIsTakenByTheNext() throws IOException {
    start("address");
    FakeNode mine = nodeOf("127.0.0.1");
    mine.answer(503);

    assertThat(get("127.0.0.1", HANDSHAKE).status()).isEqualTo(200);

    assertThat(mine.only().target()).isEqualTo(HANDSHAKE);
    assertThat(other(mine).only().target()).isEqualTo(HANDSHAKE);
    get("127.0.0.1", SESSION);
    assertThat(other(mine).seen()).as("the session stays where its handshake went").hasSize(2);
  }

  /** A message that a node may have taken is not given to another one. */
  @ParameterizedTest
  @ValueSource(strings = {SESSION, "/api/conversations/messages"})
  void aPostThatANodeHasSeenIsNeverSentAgain(String target) throws IOException {
    start("address");
    FakeNode mine = nodeOf("127.0.0.1");
    mine.answer(FakeNode.HANGS_UP);
    assertThat(post(target).status()).isEqualTo(502);
    assertThat(mine.seen()).hasSize(1);
    assertThat(other(mine).seen()).isEmpty();
  }

  @Test
  void aPostThatANodeRefusesIsNotSentToAnother() throws IOException {
    start("address");
    FakeNode mine = nodeOf("127.0.0.1");
    mine.answer(503);

    assertThat(post(SESSION).status()).isEqualTo(503);

    assertThat(mine.seen()).hasSize(1);
    assertThat(other(mine).seen()).isEmpty();
  }

  @Test
  void aNodeThatDoesNotListenIsPassedOver() throws IOException {
    start("address");
    FakeNode mine = nodeOf("127.0.0.1");
    mine.close();

    assertThat(get("127.0.0.1", HANDSHAKE).status()).isEqualTo(200);
    assertThat(post(SESSION).status()).isEqualTo(200);
    assertThat(other(mine).seen()).hasSize(2);
  }

  @Test
  void a503OfAPlainRequestIsTheAnswer() throws IOException {
    start("address");
    FakeNode mine = nodeOf("127.0.0.1");
    mine.answer(503);

    assertThat(get("127.0.0.1", "/api/presence").status()).isEqualTo(503);
    assertThat(other(mine).seen()).isEmpty();
  }

  @Test
  void aClientCannotSayWhoItIs() throws IOException {
    start("address");

    get(
        "127.3.2.1",
        "/",
        "X-Forwarded-For: 9.9.9.9",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example",
        "Forwarded: for=9.9.9.9",
        "$WSRA: 9.9.9.9",
        "X-Request-Id: mine",
        "Host: chat.example:8443");

    assertThat(anyRequest().headers())
        .containsEntry("x-forwarded-for", "127.3.2.1")
        .containsEntry("x-forwarded-proto", "http")
        .containsEntry("host", "chat.example:8443")
        .doesNotContainKeys("forwarded", "x-forwarded-host", "x-forwarded-port", "$wsra")
        .doesNotContainValue("mine");
  }

  @Test
  void aTrustedHopSaysWhomItSpeaksForAndAStrangerDoesNot() throws IOException {
    nginx =
        builder("address").set("PARLEY_NGINX_TRUSTED_HOPS", "127.9.0.0/16 127.8.8.8/32").start();
    get("127.9.1.1", "/", "X-Forwarded-For: 6.6.6.6, 198.51.100.7, 127.8.8.8");
    assertThat(anyRequest().headers()).containsEntry("x-forwarded-for", "198.51.100.7");

    a.forget();
    b.forget();
    get("127.1.1.1", "/", "X-Forwarded-For: 198.51.100.7");
    assertThat(anyRequest().headers()).containsEntry("x-forwarded-for", "127.1.1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/metrics/",
        "/metrics/application?x=1",
        "//metrics",
        "/x/../metrics",
        "/%6detrics",
        "/METRICS",
        "/health",
        "/health/ready",
        "/./health/live",
        "/x/..;/health",
        "/health;x",
        "/%3bx/..%3b/metrics",
        "/api/admin/drain",
        "/api/admin/drain/",
        "//api/admin/drain",
        "/api/admin",
        "/api/admin/cluster",
        "/api/admin/users/eve/revoke",
        "/api//admin/cluster",
        "/x/../api/./admin/cluster",
        "/api/%61dmin/cluster",
        "/api%2fadmin/cluster",
        "/API/Admin/cluster",
        "/api/admin;x/cluster"
      })
  void whatIsForThoseInsideIsNotLetOut(String target) throws IOException {
    start("address");

    assertThat(get("127.0.0.1", target).status()).isEqualTo(404);
    assertThat(post(target).status()).isEqualTo(404);

    assertThat(a.seen()).isEmpty();
    assertThat(b.seen()).isEmpty();
  }

  @Test
  void adminResourcesAreLetOutToOperatorsAlone() throws IOException {
    nginx = builder("address").set("PARLEY_NGINX_ADMIN_FROM", "127.9.0.0/16 127.8.8.8").start();

    assertThat(get("127.9.1.1", "/api/admin/cluster").status()).isEqualTo(200);
    assertThat(get("127.8.8.8", "/api/admin/users/eve/revoke").status()).isEqualTo(200);
    assertThat(a.seen().size() + b.seen().size()).isEqualTo(2);

    assertThat(get("127.8.8.9", "/api/admin/cluster").status()).isEqualTo(404);
    assertThat(get("127.8.8.9", "/api/admin/cluster", "X-Forwarded-For: 127.9.1.1").status())
        .isEqualTo(404);
    assertThat(get("127.9.1.1", "/api/admin/drain").status()).as("one node's").isEqualTo(404);
    assertThat(get("127.9.1.1", "/api/admin/drain/").status()).isEqualTo(404);
    assertThat(get("127.9.1.1", "/metrics").status()).isEqualTo(404);
    assertThat(a.seen().size() + b.seen().size()).isEqualTo(2);
  }

  @Test
  void anOperatorBehindATrustedHopIsKnownByTheAddressThatItGives() throws IOException {
    nginx =
        builder("sid")
            .set("PARLEY_NGINX_TRUSTED_HOPS", "127.8.8.8")
            .set("PARLEY_NGINX_ADMIN_FROM", "198.51.100.7")
            .start();

    assertThat(get("127.8.8.8", "/api/admin/cluster", "X-Forwarded-For: 198.51.100.7").status())
        .isEqualTo(200);
    assertThat(get("127.8.8.8", "/api/admin/cluster", "X-Forwarded-For: 198.51.100.8").status())
        .isEqualTo(404);
    assertThat(get("127.1.1.1", "/api/admin/cluster", "X-Forwarded-For: 198.51.100.7").status())
        .isEqualTo(404);
  }

  @Test
  void anUpgradeIsAskedForOnlyWhereTheClientDoes() throws IOException {
    start("address");
    get("127.0.0.1", "/socket.io/", "Upgrade: websocket", "Connection: keep-alive, Upgrade");
    assertThat(anyRequest().headers())
        .containsEntry("upgrade", "websocket")
        .containsEntry("connection", "upgrade");

    a.forget();
    b.forget();
    get("127.0.0.1", "/socket.io/");
    assertThat(anyRequest().headers()).doesNotContainKeys("upgrade", "connection");
  }

  @Test
  void logsDoNotHoldSessionIds() throws IOException {
    start("address");

    get("127.0.0.1", HANDSHAKE + "&sid=secret-of-a-session");

    await().until(() -> !nginx.accessLog().isEmpty());
    assertThat(nginx.accessLog()).singleElement().asString().contains("\"GET /socket.io/\" 200");
    assertThat(nginx.log()).doesNotContain("secret-of-a-session");
  }

  private void start(String affinity) {
    nginx = builder(affinity).start();
  }

  private NginxServer.Builder builder(String affinity) {
    return NginxServer.named("nginx-routing")
        .node("a", a.port())
        .node("b", b.port())
        .set("PARLEY_NGINX_AFFINITY", affinity);
  }

  /** The node that an address belongs to; what it was asked for that is forgotten. */
  private FakeNode nodeOf(String address) throws IOException {
    get(address, "/");
    FakeNode node = a.seen().isEmpty() ? b : a;
    a.forget();
    b.forget();
    return node;
  }

  private FakeNode other(FakeNode node) {
    return node == a ? b : a;
  }

  private FakeNode.Seen anyRequest() {
    return a.seen().isEmpty() ? b.only() : a.only();
  }

  private HttpReply get(String from, String target, String... headers) throws IOException {
    return exchange(from, "GET", target, null, headers);
  }

  private HttpReply post(String target) throws IOException {
    return exchange("127.0.0.1", "POST", target, new byte[] {'4', '0'});
  }

  private HttpReply exchange(
      String from, String method, String target, byte[] body, String... headers)
      throws IOException {
    try (RawHttp http = RawHttp.connect(nginx.port(), from)) {
      http.request(method, target, body, headers);
      return http.reply(BOUND);
    }
  }
}
