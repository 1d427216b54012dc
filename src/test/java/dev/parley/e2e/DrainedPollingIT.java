package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.NodeScripts;
import dev.parley.testing.tokens.TestTokens;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published JavaScript client on polling, at a node that drains. */
class DrainedPollingIT {
  private static final Duration SCRIPT_BOUND = Duration.ofSeconds(60);

  private static ClusterHarness cluster;

  @BeforeAll
  static void start() {
    cluster =
        ClusterHarness.named("drained-polling")
            .nodes(2)
            .config("parley.drain.notice", "0s")
            .config("parley.drain.close-window", "0s")
            .config("parley.drain.reconnect-spread", "0s")
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** It would hear them again if they came with the close. */
  @Test
  void whatWaitedWhenItsNodeWentIsHeardOnce() {
    TestTokens tokens = cluster.tokens();

    String output =
        NodeScripts.run(
                "drained-polling.js",
                SCRIPT_BOUND,
                cluster.node(0).uri().toString(),
                cluster.node(1).uri().toString(),
                tokens.forUser("alice"),
                tokens.forUser("bob"),
                tokens.forAdmin("root"))
            .orFail();

    assertThat(output).contains("heard all once");
  }
}
