package dev.parley.engineio.transport;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may connect.
 *
 * @param allowedOrigins origins beside the server's own, in lower case, as {@code
 *     https://chat.example}
 */
public record HandshakeSettings(Set<String> allowedOrigins) {
  public static final Setting<List<String>> ALLOWED_ORIGINS =
      SettingTypes.list(
          "parley.http.allowed-origins",
          "",
          "Origins whose pages may connect, beside the server's own; each as a browser sends it.");

  public static final List<Setting<?>> ALL = List.of(ALLOWED_ORIGINS);

  public HandshakeSettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** The values as configured. */
  public static HandshakeSettings of(Settings settings) {
    return new HandshakeSettings(
        settings.get(ALLOWED_ORIGINS).stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
