package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.NodeScripts;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.ServerSetup;
import dev.parley.testing.tokens.TestTokens;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published clients take up lost connections, on one node that keeps little. */
@ParleyTest(RecoveryIT.SmallBacklog.class)
class RecoveryIT {
  private static final Duration SCRIPT_BOUND = Duration.ofSeconds(90);

  private final LibertyServer server;
  private final TestTokens tokens;

  RecoveryIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @ParameterizedTest
  @EnumSource
  void aJavaScriptClientMissesNothing(TransportMode mode) {
    String output =
        NodeScripts.run(
                "recover.js",
                SCRIPT_BOUND,
                server.uri().toString(),
                mode.scriptName(),
                tokens.forUser("alice-" + UUID.randomUUID()),
                tokens.forUser("bob-" + UUID.randomUUID()),
                tokens.forUser("carol-" + UUID.randomUUID()))
            .orFail();

    assertThat(output).contains("recovered");
  }

  /** Four long messages are more than it keeps. */
  static final class SmallBacklog implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder server) {
      server.config("parley.recovery.backlog-bytes", "64KB");
    }
  }
}
