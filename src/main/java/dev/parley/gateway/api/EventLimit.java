package dev.parley.gateway.api;

import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;

/** Every limit on events, one row each: a new limit is a new row. */
public enum EventLimit {
  EVENTS_PER_SOCKET("events-per-socket", 100, Duration.ofSeconds(10), true),
  /** How often a socket may run into the limit above before it is disconnected. */
  REFUSALS_PER_SOCKET("refusals-per-socket", 50, Duration.ofSeconds(10), true),
  MESSAGES_PER_USER("messages-per-user", 30, Duration.ofMinutes(1), true),
  GLOBAL_CHAT_MESSAGES_PER_USER("global-chat-messages-per-user", 20, Duration.ofMinutes(1), true);

  private final String limitName;
  private final Duration window;
  private final boolean failOpen;

  // A value whose parser keeps no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Setting<Integer> permits;

  EventLimit(String limitName, int permits, Duration window, boolean failOpen) {
    this.limitName = limitName;
    this.window = window;
    this.failOpen = failOpen;
    this.permits =
        SettingTypes.number(
            "parley.limits." + limitName,
            Integer.toString(permits),
            1,
            1_000_000_000,
            "Events of this limit that a window of " + window.toSeconds() + " s allows.");
  }

  public String limitName() {
    return limitName;
  }

  /** The configuration key that sets how many a window allows. */
  public Setting<Integer> permits() {
    return permits;
  }

  /** The limit as configured. */
  public Limit configured(Settings settings) {
    return new Limit(limitName, settings.get(permits), window, failOpen);
  }
}
