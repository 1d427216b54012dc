package dev.parley.gateway.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.ServerSetup;
import dev.parley.testing.WarAssembly;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The chain in the container: a spy stands outside of it, and behind each of the six decorators.
 *
 * <p>A spy is named by its priority; the decorators have 100 to 600, the spies 50 to 650.
 */
@ParleyTest(GatewayChainIT.ProbeServer.class)
class GatewayChainIT {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final LibertyServer server;

  GatewayChainIT(LibertyServer server) {
    this.server = server;
  }

  @Test
  void aGoodEventPassesEveryStepInTheirOrder() throws Exception {
    List<String> seen = send("anna", "probe:greet", "[{\"text\":\"hi\"}]", 1);

    assertThat(seen.get(1)).contains("{\"status\":\"ok\",\"text\":\"hi\"}");
    assertThat(seen.subList(2, seen.size()))
        .containsExactly(
            ">50 payload=false",
            ">150 payload=false",
            ">250 payload=false",
            ">350 payload=false",
            ">450 payload=false",
            ">550 payload=false",
            // Validation, 600, has bound it.
            ">650 payload=true",
            "handler payload=true",
            "<650 ok counted=0 logged=0",
            "<550 ok counted=0 logged=0",
            "<450 ok counted=0 logged=0",
            "<350 ok counted=0 logged=0",
            "<250 ok counted=0 logged=0",
            // Metrics, 200, has counted it; then logging, 100, has written it.
            "<150 ok counted=1 logged=0",
            "<50 ok counted=1 logged=1");
  }

  @Test
  void anUnknownEventEndsInTheAuthorization() throws Exception {
    List<String> seen = send("anna", "nobody:knows", "[]", 1);

    assertThat(seen.get(1)).contains("\"code\":\"unknown_event\"");
    assertThat(seen)
        .contains(">350 payload=false", "<350 threw ParleyException")
        .noneMatch(note -> note.startsWith(">450"))
        .endsWith(
            // Error mapping, 300, has made an outcome of the exception.
            "<250 unknown_event counted=0 logged=0",
            "<150 unknown_event counted=1 logged=0",
            "<50 unknown_event counted=1 logged=1");
  }

  @Test
  void anEventForAdminsEndsInTheAuthorization() throws Exception {
    List<String> seen = send("anna", "probe:admin", "[{\"text\":\"hi\"}]", 1);

    assertThat(seen.get(1)).contains("\"code\":\"forbidden\"");
    assertThat(seen).noneMatch(note -> note.startsWith(">450"));
  }

  @Test
  void anEventOverItsLimitEndsInTheThrottling() throws Exception {
    List<String> seen = send("berta", "probe:limited", "[{\"text\":\"hi\"}]", 3);

    assertThat(seen.get(2)).contains("\"status\":\"ok\"");
    assertThat(seen.get(3)).contains("\"code\":\"rate_limited\"", "\"retryAfterMs\":");
    assertThat(seen)
        .contains(">450 payload=false")
        .noneMatch(note -> note.startsWith(">550"))
        .endsWith("<50 rate_limited counted=1 logged=1");
  }

  @Test
  void aPayloadThatBreaksItsRulesEndsInTheValidation() throws Exception {
    List<String> seen = send("anna", "probe:greet", "[{\"text\":5,\"tempId\":\"t1\"}]", 1);

    assertThat(seen.get(1))
        .contains(
            "\"code\":\"validation_failed\"",
            "\"message\":\"text: must be a text\"",
            "\"tempId\":\"t1\"");
    assertThat(seen)
        .contains(">550 payload=false")
        .noneMatch(note -> note.startsWith(">650"))
        .endsWith("<50 validation_failed counted=1 logged=1");
  }

  @Test
  void aBugInAHandlerIsAnsweredByAReferenceThatTheLogHasToo() throws Exception {
    List<String> seen = send("anna", "probe:fail", "[{\"text\":\"hi\"}]", 1);

    assertThat(seen.get(1))
        .contains("\"code\":\"internal\"")
        .doesNotContain("IllegalState", "bug of the probe");
    assertThat(seen).endsWith("<50 internal counted=1 logged=1");
    String ref = seen.get(1).replaceAll(".*\"ref\":\"([^\"]+)\".*", "$1");
    await()
        .atMost(BOUND)
        .untilAsserted(
            () ->
                assertThat(server.log().lines().filter(line -> line.contains(ref)))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("failed"))
                    .anyMatch(line -> line.contains("outcome=internal")));
    assertThat(server.log()).contains("a bug of the probe");
  }

  @Test
  void anEventIsOneLogLineWithItsFactsAndNoneOfItsContent() throws Exception {
    List<String> seen = send("carla", "probe:greet", "[{\"text\":\"s3cret\"}]", 1);

    String socketId = seen.get(0).substring("connected ".length());
    await()
        .atMost(BOUND)
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .log()
                            .lines()
                            .filter(line -> line.contains(socketId))
                            .filter(line -> line.contains("dev.parley.events")))
                    .singleElement()
                    .asString()
                    .contains("event=probe:greet outcome=ok latencyMs=")
                    .contains(" userId=carla deviceId=device node=")
                    .contains(" ipAddress=192.0.2.1 traceId="));
    assertThat(server.log()).doesNotContain("s3cret");
  }

  @Test
  void metricsCarryTheDocumentedNames() throws Exception {
    send("anna", "probe:greet", "[{\"text\":\"hi\"}]", 1);
    send("anna", "nobody:knows", "[]", 1);

    assertThat(get("/metrics"))
        .contains(
            "socket_messages_received_total{event=\"probe:greet\"",
            "socket_messages_received_total{event=\"unknown\"",
            "socket_event_duration_seconds_count{event=\"probe:greet\"",
            "socket_errors_total{",
            "type=\"unknown_event\"",
            "socket_connections_total{",
            "status=\"connected\"",
            "socket_connections_active{",
            "socket_connection_duration_seconds_count{",
            "socket_lane_queue_events{",
            "socket_acks_pending{")
        .doesNotContain("nobody:knows");
  }

  @Test
  void theOnlyDispatcherThatCanBeInjectedIsTheDecoratedRouter() throws Exception {
    assertThat(get("/probe?beans=1").strip())
        .startsWith("[Managed Bean [class dev.parley.gateway.dispatch.Router]")
        .doesNotContain("],");
  }

  private List<String> send(String user, String event, String arguments, int times)
      throws Exception {
    return get("/probe?user=%s&event=%s&times=%d&args=%s"
            .formatted(user, event, times, URLEncoder.encode(arguments, StandardCharsets.UTF_8)))
        .lines()
        .toList();
  }

  private String get(String path) throws Exception {
    URI uri = URI.create(server.uri() + path);
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri).timeout(BOUND).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  /** The gateway alone, without protocols and features. */
  public static final class ProbeServer implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder builder) {
      builder
          .war(
              WarAssembly.product()
                  .without("dev/parley/chat")
                  .without("dev/parley/presence")
                  .without("dev/parley/engineio")
                  .without("dev/parley/socketio")
                  .without("dev/parley/plainws")
                  .without("dev/parley/platform/admin")
                  .without("dev/parley/platform/health")
                  .without("dev/parley/platform/lifecycle")
                  .without("dev/parley/platform/metrics")
                  .without("dev/parley/platform/web")
                  .with("dev/parley/gateway/probe"))
          .config("parley.limits.global-chat-messages-per-user", "2");
    }
  }
}
