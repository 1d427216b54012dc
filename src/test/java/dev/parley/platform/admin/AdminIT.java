package dev.parley.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The operators' resources on a node of its own, which the last test drains. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<String> POSTS =
      List.of("/api/admin/drain", "/api/admin/users/x/revoke", "/api/admin/tokens/x/revoke");
  private static final List<String> GETS =
      List.of("/api/admin/drain", "/api/admin/cluster", "/api/admin/users/x/sockets");

  private static final TestTokens TOKENS = new TestTokens(TestServers.keys());
  private static LibertyServer server;

  @BeforeAll
  static void start() {
    server =
        TestServers.named("admin")
            .config("parley.drain.notice", "2s")
            .config("parley.drain.close-window", "1s")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void nobodyGetsInWithoutAGoodTokenOfAnAdmin() throws IOException {
    for (String path : POSTS) {
      assertRefused(RawHttp.post(server.port(), path, ""), 401, "auth_failed");
      for (String bad :
          List.of(TOKENS.unsigned("root"), TOKENS.wrongAudience("root"), "nonsense", "a.b.c")) {
        assertRefused(post(path, "", bad), 401, "auth_failed");
      }
      assertRefused(post(path, "", TOKENS.expired("root")), 401, "token_expired");
      assertRefused(post(path, "", TOKENS.forUser("ann")), 403, "forbidden");
    }
    for (String path : GETS) {
      assertRefused(RawHttp.get(server.port(), path), 401, "auth_failed");
      assertRefused(get(path, TOKENS.forUser("ann")), 403, "forbidden");
    }
    assertThat(server.readiness()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void aRefusalNamesTheSchemeAndIsNotStored() throws IOException {
    HttpReply reply = RawHttp.get(server.port(), "/api/admin/cluster");

    assertThat(reply.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    assertThat(reply.header("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(reply.header("Content-Type").orElseThrow()).startsWith("application/json");
  }

  @Test
  @Order(3)
  void whatTheServerRefusesByItselfHasTheSameShape() throws IOException {
    assertRefused(get("/api/no-such-thing", admin()), 404, "not_found");
    assertRefused(get("/api/admin/users/x/revoke", admin()), 405, "not_found");
  }

  @Test
  @Order(4)
  void inputThatIsNotValidIsRefusedAndChangesNothing() throws IOException {
    String user = "/api/admin/users/eve/revoke";
    assertRefused(post(user, "{", admin()), 400, "malformed");
    assertRefused(post(user, "[]", admin()), 400, "malformed");
    assertRefused(post(user, "{\"before\":17}", admin()), 400, "validation_failed");
    assertRefused(post(user, "{\"before\":\"noon\"}", admin()), 400, "validation_failed");
    String ahead = Instant.now().plusSeconds(3_600).toString();
    assertRefused(post(user, "{\"before\":\"" + ahead + "\"}", admin()), 400, "validation_failed");
    assertRefused(
        post(user, "{\"x\":\"" + "x".repeat(9_000) + "\"}", admin()), 413, "payload_too_large");
    assertRefused(
        post("/api/admin/users/" + "x".repeat(129) + "/revoke", "", admin()),
        400,
        "validation_failed");
    assertRefused(
        get("/api/admin/users/" + "x".repeat(129) + "/sockets", admin()), 400, "validation_failed");
    assertRefused(post("/api/admin/tokens/a%C2%85b/revoke", "", admin()), 400, "validation_failed");

    try (RawEngine eve = RawEngine.dial(server.port()).webSocket()) {
      eve.connectAs("/", TOKENS.builder("eve").issuedAgo(SECOND).sign());
    }
  }

  @Test
  @Order(5)
  void theClusterIsTold() throws IOException {
    try (RawEngine ann = RawEngine.dial(server.port()).webSocket()) {
      ann.join("/", TOKENS.forUser("ann"));

      HttpReply reply = get("/api/admin/cluster", admin());

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text())
          .contains("\"node\":{", "\"phase\":\"serving\"", "\"degraded\":false", "\"nodes\":[");
      assertThat(reply.text()).containsPattern("\"sockets\":[1-9]");
    }
  }

  @Test
  @Order(6)
  void whereAUserIsConnectedIsTold() throws Exception {
    try (RawEngine desk = RawEngine.dial(server.port()).webSocket();
        RawEngine phone = RawEngine.dial(server.port()).webSocket()) {
      String desktop = desk.join("/global-chat", TOKENS.forUser("nora")).text();
      String mobile =
          phone
              .connect(
                  "/",
                  "{\"token\":\""
                      + TOKENS.forUser("nora")
                      + "\",\"deviceId\":\"nora-phone\",\"platform\":\"ios\"}")
              .text();
      phone.request("/", 1, "presence:set", "{\"status\":\"away\"}");

      HttpReply reply = get("/api/admin/users/nora/sockets", admin());

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text())
          .contains("\"userId\":\"nora\"", "\"degraded\":false")
          .containsPattern("\"away\":false,\"connectedAt\":\"20[^\"]*Z\",\"deviceId\":")
          .contains("\"namespace\":\"/global-chat\"", "\"namespace\":\"/\"")
          .contains("\"deviceId\":\"nora-phone\"", "\"platform\":\"ios\"", "\"away\":true")
          .contains("\"socketId\":\"" + sid(desktop) + "\"")
          .contains("\"socketId\":\"" + sid(mobile) + "\"")
          .contains("\"node\":\"" + nodeName() + "\"");
    }
    await()
        .atMost(SOON)
        .until(
            () -> get("/api/admin/users/nora/sockets", admin()).text().contains("\"sockets\":[]"));
    assertThat(server.log()).contains("admin action: action=read_sockets by=root subject=nora");
  }

  @Test
  @Order(7)
  void aRevokedUserIsOutWithinASecondAndOldTokensStayOut() throws IOException {
    BestOfThree.assertUnder(SECOND, attempt -> revoke("mallory-" + attempt));
  }

  /** Shows that a user who is revoked is out for good; returns how long the sockets stayed. */
  private static Duration revoke(String user) throws IOException {
    Duration stayed;
    String old = TOKENS.builder(user).issuedAgo(Duration.ofSeconds(10)).sign();
    try (RawEngine socketIo = RawEngine.dial(server.port()).webSocket();
        RawEngine polling = RawEngine.dial(server.port()).polling();
        RawWebSocket plain = plain(old);
        RawEngine bystander = RawEngine.dial(server.port()).webSocket()) {
      socketIo.connectAs("/", old);
      polling.connectAs("/global-chat", old);
      bystander.connectAs("/", TOKENS.forUser("bob"));
      plain.nextText(SOON);

      HttpReply reply = post("/api/admin/users/" + user + "/revoke", "", admin());

      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.text()).contains("\"pending\":false", "\"before\":\"20");
      assertThat(socketIo.await("42[\"error\"").text())
          .contains("\"code\":\"token_revoked\"", "\"retryable\":false");
      long last = Math.max(socketIo.await("41").nanos(), polling.await("41/global-chat").nanos());
      stayed = Duration.ofNanos(last - reply.nanos());
      Incoming end = plain.end(SOON);
      assertThat(end.closeCode()).isEqualTo(4505);
      assertThat(end.closeReason()).isEqualTo("token_revoked");
      assertThat(bystander.isOpen()).isTrue();
      assertThat(bystander.request("/", 7, "presence:get", "{\"userIds\":[\"bob\"]}").text())
          .startsWith("437[");
    }
    assertRefused(
        RawHttp.get(
            server.port(), "/socket.io/?EIO=4&transport=polling", "Authorization: Bearer " + old),
        401,
        "token_revoked");
    try (RawEngine again = RawEngine.dial(server.port()).webSocket()) {
      assertThat(again.connect("/", "{\"token\":\"" + old + "\"}").text())
          .startsWith("44{")
          .contains("\"code\":\"token_revoked\"");
    }
    assertThat(server.log())
        .contains("admin action: action=revoke_user by=root subject=" + user)
        .doesNotContain(old);
    return stayed;
  }

  @Test
  @Order(8)
  void aTokenOfTheSameUserThatIsIssuedLaterIsGood() {
    await()
        .atMost(SOON)
        .until(
            () -> {
              try (RawEngine later = RawEngine.dial(server.port()).webSocket()) {
                String token = "{\"token\":\"" + TOKENS.forUser("mallory-1") + "\"}";
                return later.connect("/", token).text().startsWith("40");
              }
            });
  }

  @Test
  @Order(9)
  void aRevokedTokenIsOutAndTheUsersOthersAreNot() throws IOException {
    String stolen = TOKENS.builder("carol").id("stolen-1").sign();
    try (RawEngine thief = RawEngine.dial(server.port()).webSocket();
        RawEngine carol = RawEngine.dial(server.port()).webSocket()) {
      thief.connectAs("/", stolen);
      carol.connectAs("/", TOKENS.builder("carol").id("own-1").sign());

      assertThat(post("/api/admin/tokens/stolen-1/revoke", "", admin()).status()).isEqualTo(202);

      assertThat(thief.await("42[\"error\"").text()).contains("\"code\":\"token_revoked\"");
      thief.await("41");
      assertThat(carol.request("/", 1, "auth:refresh", "{\"token\":\"" + stolen + "\"}").text())
          .contains("\"code\":\"token_revoked\"");
      assertThat(carol.isOpen()).isTrue();
    }
  }

  @Test
  @Order(10)
  void anAdminWhoseTokenIsRevokedIsRefused() throws IOException {
    String former = TOKENS.builder("former").groups("admin").id("former-1").sign();
    assertThat(get("/api/admin/drain", former).status()).isEqualTo(200);
    post("/api/admin/tokens/former-1/revoke", "", admin());

    assertRefused(get("/api/admin/drain", former), 401, "token_revoked");
  }

  @Test
  @Order(11)
  void theNodeIsDrainedByACallAndThenEndsAtOnce() throws Exception {
    assertThat(get("/api/admin/drain", admin()).text())
        .contains("\"phase\":\"serving\"", "\"step\":\"none\"");
    try (RawEngine polling = RawEngine.dial(server.port()).polling();
        RawWebSocket plain = plain(TOKENS.forUser("dave"))) {
      polling.connectAs("/", TOKENS.forUser("dave"));
      plain.nextText(SOON);

      assertThat(post("/api/admin/drain", "", admin()).status()).isEqualTo(202);
      polling.await("42[\"server:maintenance\"");
      // A session that is there goes on, its polls and its posts alike.
      assertThat(polling.request("/", 3, "presence:get", "{\"userIds\":[\"bob\"]}").text())
          .startsWith("433[");
      HttpReply again = post("/api/admin/drain", "", admin());

      assertThat(again.status()).isEqualTo(202);
      assertThat(again.text()).contains("\"phase\":\"drain");
      assertThat(server.readiness()).isEqualTo(503);
      assertDraining(RawHttp.get(server.port(), "/socket.io/?EIO=4&transport=polling"));
      assertDraining(
          RawWebSocket.dial(server.port(), "/socket.io/?EIO=4&transport=websocket").answer());
      assertDraining(
          RawWebSocket.dial(server.port(), "/ws")
              .header("Authorization: Bearer " + TOKENS.forUser("erin"))
              .answer());
      polling.await("42[\"server:shutdown\"");
      polling.end(SOON);
      assertThat(plain.nextText(SOON)).contains("server:maintenance");
      assertThat(plain.nextText(SOON))
          .contains("server:shutdown", "\"reconnect\":true", "\"delayMs\":");
      assertThat(plain.end(SOON).closeCode()).isEqualTo(1012);
    }
    await()
        .atMost(SOON)
        .until(() -> get("/api/admin/drain", admin()).text().contains("\"phase\":\"drained\""));
    assertThat(server.isAlive()).isTrue();
    assertThat(RawHttp.get(server.port(), "/metrics").text())
        .containsPattern("node_drained\\{[^}]*} 1")
        .containsPattern("node_draining_seconds\\{[^}]*} 0");
    assertThat(server.log()).containsOnlyOnce("admin action: action=drain by=root");

    long start = System.nanoTime();
    server.signal("TERM");

    assertThat(server.awaitExit()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  private static RawWebSocket plain(String token) throws IOException {
    return RawWebSocket.dial(server.port(), "/ws").header("Authorization: Bearer " + token).open();
  }

  private static String sid(String connected) {
    return connected.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
  }

  private static String nodeName() throws IOException {
    return get("/api/admin/cluster", admin())
        .text()
        .replaceFirst(".*\"node\":\\{[^}]*\"name\":\"([^\"]*)\".*", "$1");
  }

  private static String admin() {
    return TOKENS.forAdmin("root");
  }

  private static HttpReply get(String path, String token) throws IOException {
    return RawHttp.get(server.port(), path, "Authorization: Bearer " + token);
  }

  private static HttpReply post(String path, String body, String token) throws IOException {
    return RawHttp.post(
        server.port(),
        path,
        body,
        "Authorization: Bearer " + token,
        "Content-Type: application/json");
  }

  private static void assertDraining(HttpReply reply) {
    assertRefused(reply, 503, "draining");
    assertThat(reply.header("Retry-After")).contains("2");
  }

  private static void assertRefused(HttpReply reply, int status, String code) {
    assertThat(reply.status()).as(reply::toString).isEqualTo(status);
    assertThat(reply.text())
        .contains("\"code\":\"" + code + "\"", "\"message\":\"", "\"retryable\":", "\"ref\":\"");
  }
}
