package dev.parley.gateway.api;

import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;

/** Every limit on events, one row each: a new limit is a new row. */
public enum EventLimit {
  EVENTS_PER_SOCKET(
      "events-per-socket",
      "rate_limit:socket:{id}:events",
      100,
      Duration.ofSeconds(10),
      Counting.WHERE_THE_SUBJECT_IS,
      "Events of one connection in one namespace, whether or not there is such an event"),
  REFUSALS_PER_SOCKET(
      "refusals-per-socket",
      "rate_limit:socket:{id}:refusals",
      50,
      Duration.ofSeconds(10),
      Counting.WHERE_THE_SUBJECT_IS,
      "Refusals by events-per-socket that one connection in one namespace gets before it is"
          + " disconnected"),
  MESSAGES_PER_USER(
      "messages-per-user",
      "rate_limit:{id}:messages",
      30,
      Duration.ofMinutes(1),
      Counting.TOGETHER_ELSE_ALONE,
      "Messages of one user to other users, from all devices"),
  GLOBAL_CHAT_MESSAGES_PER_USER(
      "global-chat-messages-per-user",
      "global-chat:rate-limit:{id}",
      20,
      Duration.ofMinutes(1),
      Counting.TOGETHER_ELSE_ALONE,
      "Messages of one user in /global-chat, from all devices"),
  QUERIES_PER_USER(
      "queries-per-user",
      "rate_limit:{id}:queries",
      600,
      Duration.ofMinutes(1),
      Counting.TOGETHER_ELSE_ALONE,
      "What one user asks or says about who is online, from all devices");

  private final String limitName;
  private final String key;
  private final Duration window;
  private final Counting counting;

  // A value whose parser keeps no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Setting<Integer> permits;

  /**
   * A row.
   *
   * @param counts what it counts, for the documentation; the beginning of a sentence
   */
  EventLimit(
      String limitName,
      String key,
      int permits,
      Duration window,
      Counting counting,
      String counts) {
    this.limitName = limitName;
    this.key = key;
    this.window = window;
    this.counting = counting;
    this.permits =
        SettingTypes.number(
            "parley.limits." + limitName,
            Integer.toString(permits),
            1,
            1_000_000_000,
            "%s; per %d s. In Redis `%s`. While Redis is away %s."
                .formatted(counts, window.toSeconds(), key, counting.whenAway()));
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
    return new Limit(limitName, key, settings.get(permits), window, counting);
  }
}
