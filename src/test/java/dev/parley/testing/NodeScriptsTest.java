package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeScriptsTest {
  private static final String PROBE = "harness-probe.js";
  private static final Duration BOUND = Duration.ofMinutes(1);

  @Test
  void aScriptGetsItsArgumentsAndThePublishedClient() {
    String output = NodeScripts.run(PROBE, BOUND, "print", "a b").orFail();

    assertThat(output).contains("argument: a b").contains("client: function");
  }

  @Test
  void theExitCodeAndTheErrorsOfAScriptAreKept() {
    NodeScripts.Result result = NodeScripts.run(PROBE, BOUND, "fail");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errors()).contains("it went wrong");
    assertThatThrownBy(result::orFail).hasMessageContaining("it went wrong");
  }

  @Test
  void aScriptThatHangsIsKilledAndItsOutputShown() {
    Duration bound = Duration.ofSeconds(3);

    assertThatThrownBy(() -> NodeScripts.run(PROBE, bound, "hang"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not end within 3 s");
  }

  @Test
  void aScriptBesideTheTestIsEndedWithIt() {
    ChildProcess script = NodeScripts.start(PROBE, "hang");
    await().atMost(BOUND).until(() -> script.log().contains("hanging"));

    script.close();

    assertThat(script.isAlive()).isFalse();
  }
}
