package dev.parley.microshed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.SharedCluster;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microshed.testing.ApplicationEnvironment;
import org.microshed.testing.jupiter.MicroShedTest;

/** Health, metrics and the operators' resources of a node in a cluster. */
@MicroShedTest
class ServiceIT {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final URI node =
      URI.create(ApplicationEnvironment.Resolver.load().getApplicationURL() + "/");
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"health/started", "health/ready", "health/live", "health"})
  void everyCheckIsUpAndSaysWhatItLookedAt(String path) throws Exception {
    HttpResponse<String> response = get(path, null);

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject health = json(response);
    assertThat(health.getString("status")).isEqualTo("UP");
    assertThat(health.getJsonArray("checks"))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.asJsonObject().getString("status")).isEqualTo("UP"));
  }

  @Test
  void metricsAreTextThatPrometheusReads() throws Exception {
    HttpResponse<String> response = get("metrics", null);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(response.body().lines().filter(line -> !line.startsWith("#")))
        .anySatisfy(line -> assertThat(line).startsWith("engine_sessions_active{"))
        .allSatisfy(
            line -> assertThat(line).matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*\\})? [0-9.eE+Na-]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/admin/cluster", "api/admin/drain"})
  void whatIsForOperatorsIsForThemAlone(String path) throws Exception {
    assertThat(get(path, null).statusCode()).isEqualTo(401);
    assertThat(get(path, SharedCluster.get().tokens().expired("root")).statusCode()).isEqualTo(401);
    HttpResponse<String> forbidden = get(path, SharedCluster.get().tokens().forUser("ann"));
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(json(forbidden).getString("code")).isEqualTo("forbidden");
    assertThat(get(path, SharedCluster.get().tokens().forAdmin("root")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aRevocationIsForOperatorsAlone() throws Exception {
    String path = "api/admin/users/nobody-" + UUID.randomUUID() + "/revoke";
    for (String token : List.of("", SharedCluster.get().tokens().forUser("ann"))) {
      assertThat(post(path, token).statusCode()).isIn(401, 403);
    }
    assertThat(post(path, SharedCluster.get().tokens().forAdmin("root")).statusCode())
        .isBetween(200, 204);
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    return send(request(path, token).GET().build());
  }

  private HttpResponse<String> post(String path, String token)
      throws IOException, InterruptedException {
    return send(request(path, token).POST(BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path)).timeout(BOUND);
    return token == null || token.isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> response) {
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }
}
