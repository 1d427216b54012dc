package dev.parley.platform.config;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import java.util.List;

/** Variables of {@code server.xml}: the server reads them, and they are checked and listed here. */
public final class ServerSettings {
  public static final Setting<Integer> HTTP_PORT =
      SettingTypes.number(
          "parley.http.port", "9080", 1, 65_535, "The port that the server listens on.");

  public static final Setting<String> TRUSTED_PROXIES =
      SettingTypes.text(
          "parley.http.trusted-proxies",
          "none",
          "A regular expression for the addresses of the proxies whose X-Forwarded-For is"
              + " believed; none trusts nobody.");

  public static final Setting<String> LOG_FORMAT =
      new Setting<>(
          "parley.log.format",
          "json",
          "json or simple",
          "How log lines are written: one JSON object each, or text for people.",
          ServerSettings::parseFormat);

  public static final List<Setting<?>> ALL = List.of(HTTP_PORT, TRUSTED_PROXIES, LOG_FORMAT);

  private ServerSettings() {}

  private static String parseFormat(String text) {
    if (!text.equals("json") && !text.equals("simple")) {
      throw new IllegalArgumentException("allowed are json and simple");
    }
    return text;
  }
}
