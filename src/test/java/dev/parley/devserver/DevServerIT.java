package dev.parley.devserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ChildProcess;
import dev.parley.testing.FreePort;
import dev.parley.testing.Processes;
import dev.parley.testing.Project;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./mvnw -Pdev} as a developer sees it, from the first line to Ctrl-C. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevServerIT {
  // Maven first, then the nodes, on a machine that may have other work.
  private static final Duration START_BOUND = Duration.ofMinutes(5);
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);
  private static final String GLOBAL = "/global-chat";

  private static int port;
  private static ChildProcess maven;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void startTwoNodes() {
    port = FreePort.pickTwo();
    ProcessBuilder command = Processes.mavenWrapper("-Pdev", "-Dparley.nodes=2");
    command.environment().put("PARLEY_HTTP_PORT", Integer.toString(port));
    maven =
        ChildProcess.start(
            "dev-server",
            ChildProcess.Kind.SERVER,
            command,
            Project.servers().resolve("dev-server.log"),
            line -> {});
    await()
        .atMost(START_BOUND)
        .until(
            () ->
                !maven.isAlive()
                    || maven
                        .log()
                        .lines()
                        .anyMatch(("Parley is ready: http://localhost:" + port)::equals));
    assertThat(maven.isAlive()).as(() -> maven.tail()).isTrue();
  }

  @AfterAll
  static void stop() {
    maven.close();
  }

  @Test
  @Order(1)
  void everyNodeIsReady() throws Exception {
    assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
    assertThat(get(port + 1, "/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(1)
  void aTokenSaysWhatWasAskedFor() throws Exception {
    JwtClaims claims = claims(get(port, "/dev/token?user=alice&groups=user,admin&ttl=60").body());

    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("user", "admin");
    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(60);
  }

  @Test
  @Order(1)
  void aTokenIsForAnHourAndAUserWhenNothingElseIsSaid() throws Exception {
    HttpResponse<String> response = get(port + 1, "/dev/token?user=bob");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    JwtClaims claims = claims(response.body());
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("user");
    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(3_600);
  }

  @Test
  @Order(1)
  void whatIsSaidOnOneNodeIsHeardOnTheOther() throws Exception {
    try (RawEngine alice = RawEngine.dial(port).webSocket();
        RawEngine bob = RawEngine.dial(port + 1).webSocket()) {
      alice.join(GLOBAL, get(port, "/dev/token?user=alice").body());
      bob.join(GLOBAL, get(port + 1, "/dev/token?user=bob").body());

      alice.request(GLOBAL, 1, "chat:message", "{\"content\":\"hi\",\"tempId\":\"1\"}");
      bob.request(GLOBAL, 1, "chat:message", "{\"content\":\"ho\",\"tempId\":\"1\"}");

      bob.await(said("alice", "hi"), RawEngine.BOUND);
      alice.await(said("bob", "ho"), RawEngine.BOUND);
    }
  }

  private static Predicate<EnginePacket> said(String user, String content) {
    return packet ->
        packet.startsWith("42" + GLOBAL + ",[\"chat:message\"")
            && packet.text().contains("\"userId\":\"" + user + "\"")
            && packet.text().contains("\"content\":\"" + content + "\"");
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(
      strings = {
        "",
        "?user=",
        "?user=a%20b",
        "?user=%3Cscript%3E",
        "?user=a&groups=",
        "?user=a&groups=user,,admin",
        "?user=a&ttl=0",
        "?user=a&ttl=-1",
        "?user=a&ttl=1h",
        "?user=a&ttl=86401",
        "?user=a&ttl=99999999999999999999"
      })
  void aQuestionThatIsNotValidIsAnsweredWithASentence(String query) throws Exception {
    HttpResponse<String> response = get(port, "/dev/token" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(" must be ");
  }

  @Test
  @Order(2)
  void ctrlCEndsEverythingThatWasStarted() {
    List<ProcessHandle> started =
        ProcessHandle.of(maven.pid()).orElseThrow().descendants().toList();
    // Two nodes and a Redis at least.
    assertThat(started).hasSizeGreaterThanOrEqualTo(3);

    maven.signal("INT");

    await().atMost(STOP_BOUND).until(() -> !maven.isAlive());
    assertThat(started).noneMatch(ProcessHandle::isAlive);
  }

  private static JwtClaims claims(String token) throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setVerificationKey(TestServers.keys().publicKey())
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, "RS256")
        .setExpectedIssuer(TestTokens.ISSUER)
        .setExpectedAudience(TestTokens.AUDIENCE)
        .build()
        .processToClaims(token);
  }

  private HttpResponse<String> get(int node, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + node + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
