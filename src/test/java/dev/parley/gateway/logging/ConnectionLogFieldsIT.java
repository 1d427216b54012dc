package dev.parley.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.ServerSetup;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With JSON logs, what is to be known of a connection are fields of its lines. */
@ParleyTest(ConnectionLogFieldsIT.JsonServer.class)
class ConnectionLogFieldsIT {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final LibertyServer server;
  private final TestTokens tokens;

  ConnectionLogFieldsIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @Test
  void aSocketHasALineWhenItConnectsAndOneWhenItEnds() throws IOException {
    String token = tokens.forUser("connection-log-ann");
    try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
      engine.join("/global-chat", token);
    }

    await().atMost(BOUND).until(() -> lines("connection-log-ann").size() == 2);
    List<String> lines = lines("connection-log-ann");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"module\":\"dev.parley.connections\"",
                        "\"ext_namespace\":\"\\/global-chat\"",
                        "\"ext_socketId\":\"",
                        "\"ext_connectionId\":\"",
                        "\"ext_deviceId\":\"",
                        "\"ext_node\":\"",
                        "\"ext_ipAddress\":\"127.0.0.1\"",
                        "\"ext_protocol\":\"socket.io\"",
                        "\"ext_transport\":\"websocket\"",
                        "\"ext_recovered\":\"false\""));
    assertThat(lines.get(0))
        .contains("\"ext_event\":\"connected\"")
        .doesNotContain("ext_reason", "ext_durationMs");
    assertThat(lines.get(1))
        .contains("\"ext_event\":\"disconnected\"", "\"ext_reason\":\"", "\"ext_durationMs\":\"");
    assertThat(field(lines.get(0), "ext_socketId")).isEqualTo(field(lines.get(1), "ext_socketId"));
    assertThat(server.log()).doesNotContain(token);
  }

  @Test
  void aRefusalHasALineWithTheReferenceThatTheClientIsTold() throws IOException {
    String answer;
    try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
      answer = engine.connect("/", "{\"token\":\"no-token-at-all\"}").text();
    }
    String ref = answer.replaceFirst("(?s).*\"ref\":\"([^\"]+)\".*", "$1");

    await().atMost(BOUND).until(() -> server.log().contains("\"ext_ref\":\"" + ref + "\""));
    assertThat(server.log().lines().filter(line -> line.contains(ref)))
        .singleElement()
        .asString()
        .contains(
            "\"module\":\"dev.parley.connections\"",
            "\"ext_event\":\"refused\"",
            "\"ext_outcome\":\"auth_failed\"",
            "\"ext_connectionId\":\"",
            "\"ext_ipAddress\":\"127.0.0.1\"");
    assertThat(server.log()).doesNotContain("no-token-at-all");
  }

  private List<String> lines(String user) {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("\"ext_userId\":\"" + user + "\""))
        .filter(line -> line.contains("dev.parley.connections"))
        .toList();
  }

  private static String field(String line, String name) {
    return line.replaceFirst(".*\"" + name + "\":\"([^\"]+)\".*", "$1");
  }

  /** The product, with the logs that production writes. */
  public static final class JsonServer implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder builder) {
      builder.environment("PARLEY_LOG_FORMAT", "json");
    }
  }
}
