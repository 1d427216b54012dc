package dev.parley.gateway.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.ServerSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With JSON logs, an event's facts are fields of its one line, and of no other line. */
@ParleyTest(EventLogFieldsIT.JsonServer.class)
class EventLogFieldsIT {
  private static final Duration BOUND = Duration.ofSeconds(10);

  @Test
  void theFactsOfAnEventAreFieldsOfItsLineAlone(LibertyServer server) throws Exception {
    // A bug makes a second line on the same thread, just before the event's own.
    URI wrongType =
        URI.create(
            server.uri() + "/probe?user=dora&event=probe:fail&args=%5B%7B%22text%22:1%7D%5D");
    URI bug =
        URI.create(
            server.uri()
                + "/probe?user=dora&times=2&event=probe:fail"
                + "&args=%5B%7B%22text%22:%22x%22%7D%5D");
    for (URI request : List.of(wrongType, bug)) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(request).timeout(BOUND).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }

    await()
        .atMost(BOUND)
        .untilAsserted(
            () ->
                assertThat(server.log().lines().filter(line -> line.contains("ext_latencyMs")))
                    .hasSize(3)
                    .allSatisfy(
                        line ->
                            assertThat(line)
                                .contains(
                                    "\"module\":\"dev.parley.events\"",
                                    "\"ext_event\":\"probe:fail\"",
                                    "\"ext_outcome\":\"",
                                    "\"ext_latencyMs\":\"",
                                    "\"ext_socketId\":\"",
                                    "\"ext_userId\":\"dora\"",
                                    "\"ext_deviceId\":\"device\"",
                                    "\"ext_node\":\"",
                                    "\"ext_ipAddress\":\"192.0.2.1\"",
                                    "\"ext_traceId\":\"",
                                    "\"ext_ref\":\"")));
    assertThat(server.log().lines().filter(line -> line.contains(" failed, ref=")))
        .hasSize(2)
        .noneMatch(line -> line.contains("ext_event"));
  }

  /** The probe, with the logs that production writes. */
  public static final class JsonServer implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder builder) {
      new GatewayChainIT.ProbeServer().configure(builder);
      builder.environment("PARLEY_LOG_FORMAT", "json");
    }
  }
}
