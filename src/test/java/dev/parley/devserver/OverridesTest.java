package dev.parley.devserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OverridesTest {
  private static final String KEY = "parley.engine.ping-interval";

  @Test
  void theDefaultStandsWhenTheCallerSaysNothing() {
    assertThat(overrides(Map.of(), Map.of()).over(Map.of(KEY, "300ms")))
        .containsEntry(KEY, "300ms");
  }

  @Test
  void theEnvironmentIsReadUnderTheNameInCapitals() {
    Map<String, String> environment = Map.of("PARLEY_ENGINE_PING_INTERVAL", "1s");

    assertThat(overrides(Map.of(), environment).over(Map.of(KEY, "300ms")))
        .containsEntry(KEY, "1s");
  }

  @Test
  void aPropertyIsStrongerThanTheEnvironment() {
    Map<String, String> environment = Map.of("PARLEY_ENGINE_PING_INTERVAL", "1s");

    assertThat(overrides(Map.of(KEY, "2s"), environment).get(KEY)).contains("2s");
  }

  @Test
  void propertiesWithoutDefaultReachTheNodeToo() {
    assertThat(overrides(Map.of("parley.x", "1", "user.x", "2"), Map.of()).over(Map.of()))
        .containsExactly(Map.entry("parley.x", "1"));
  }

  @Test
  void onlyTheProjectsVariablesReachTheNode() {
    assertThat(overrides(Map.of(), Map.of("PARLEY_X", "1", "HOME", "/x")).variables())
        .containsExactly(Map.entry("PARLEY_X", "1"));
  }

  @Test
  void theNumberOfNodesIsForTheLauncherOnly() {
    Overrides overrides = overrides(Map.of("parley.nodes", "3"), Map.of("PARLEY_NODES", "2"));

    assertThat(overrides.number("parley.nodes", 1)).isEqualTo(3);
    assertThat(overrides.over(Map.of())).isEmpty();
    assertThat(overrides.variables()).isEmpty();
  }

  private static Overrides overrides(
      Map<String, String> properties, Map<String, String> environment) {
    Properties all = new Properties();
    all.putAll(properties);
    return new Overrides(all, environment);
  }
}
