package dev.parley.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCheckTest {
  private static final Setting<Duration> PAUSE =
      SettingTypes.duration(
          "parley.test.pause-time", "1s", Duration.ofMillis(10), Duration.ofHours(1), "A pause.");
  private static final Setting<Integer> SIZE =
      SettingTypes.bytes("parley.test.size", "1KB", 1, 2_048, "A size.");
  private static final Setting<Integer> COUNT =
      SettingTypes.number("parley.test.count", "3", 1, 10, "A count.");
  private static final Setting<Boolean> FLAG = SettingTypes.flag("parley.test.flag", "true", "F.");
  private static final Setting<Integer> PIN =
      SettingTypes.number("parley.test.pin", "1", 0, 9_999, "A secret.").asSecret();

  private final ConfigCheck check = new ConfigCheck(List.of(PAUSE, SIZE, COUNT, FLAG, PIN));

  @Test
  void defaultsAndGoodValuesPass() {
    assertThatCode(() -> check.requireValid(configured(Map.of()))).doesNotThrowAnyException();
    assertThatCode(
            () ->
                check.requireValid(
                    configured(
                        Map.of(PAUSE.key(), " PT1M ", SIZE.key(), "2kb", FLAG.key(), "FALSE"))))
        .doesNotThrowAnyException();
  }

  @Test
  void allProblemsAreToldAtOnceWithKeyValueAndRule() {
    Settings wrong =
        configured(
            Map.of(
                PAUSE.key(), "5 apples",
                SIZE.key(), "4KB",
                COUNT.key(), "many",
                FLAG.key(), "yes"));

    assertThatThrownBy(() -> check.requireValid(wrong))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("parley.test.pause-time: '5 apples' is not valid: write a duration")
        .hasMessageContaining("parley.test.size: '4KB' is not valid: it must be from 1 to 2048")
        .hasMessageContaining("parley.test.count: 'many' is not valid: write a whole number")
        .hasMessageContaining("parley.test.flag: 'yes' is not valid: allowed are true and false")
        .hasNoCause();
  }

  @Test
  void aSecretIsNotShownEvenWhenItIsWrong() {
    assertThatThrownBy(() -> check.requireValid(configured(Map.of(PIN.key(), "hunter2"))))
        .hasMessageContaining("parley.test.pin")
        .hasMessageContaining("number, 0 to 9999")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aPastedFileDoesNotFillTheLog() {
    assertThatThrownBy(
            () -> check.requireValid(configured(Map.of(COUNT.key(), "x\ny".repeat(10_000)))))
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void namesThatAreNoKeysAreFound() {
    assertThat(
            check.unknown(
                List.of(
                    "parley.test.size",
                    "PARLEY_TEST_PAUSE_TIME",
                    "parley.test.pause.time",
                    "parley.test.sise",
                    "PARLEY_TEST_SISE",
                    "java.home",
                    "PATH")))
        .containsExactly("PARLEY_TEST_SISE");
  }

  private static Settings configured(Map<String, String> values) {
    return new Settings() {
      @Override
      public <T> T get(Setting<T> setting) {
        return setting.parse(values.getOrDefault(setting.key(), setting.defaultValue()));
      }
    };
  }
}
