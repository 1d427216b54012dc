package dev.parley.engineio.session;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How an Engine.IO server behaves; immutable.
 *
 * @param pingInterval from the open or the last pong to the next ping
 * @param pingTimeout from a ping to the latest moment for its pong
 * @param maxPayload bytes of one inbound message or polling body
 * @param upgradeTimeout from a probing WebSocket's first frame to its take-over
 * @param messageTimeout from the first to the last byte of a fragmented message or polling body
 * @param maxFragments fragments of one message
 * @param maxPackets packets in one polling body
 * @param sendTimeout for one frame to be written
 * @param sendCredit bytes of a send buffer that may be used up by sends without a time-out; 0 for
 *     none
 * @param outboundBudget bytes that may wait for one connection
 * @param sidTag what the ids of this node's sessions end with, after a dot; empty for nothing
 */
public record EngineSettings(
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayload,
    Duration upgradeTimeout,
    Duration messageTimeout,
    int maxFragments,
    int maxPackets,
    Duration sendTimeout,
    int sendCredit,
    int outboundBudget,
    String sidTag) {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{0,32}");

  // Elsewhere it is not known how much room a connection has that is said to be writable.
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  public static final Setting<Duration> PING_INTERVAL =
      duration("ping-interval", "25s", 10, "How long after a pong the server sends the next ping.");
  public static final Setting<Duration> PING_TIMEOUT =
      duration("ping-timeout", "20s", 10, "How long a client may take to answer a ping.");
  public static final Setting<Integer> MAX_PAYLOAD =
      SettingTypes.bytes(
          "parley.engine.max-payload",
          "64KB",
          1_024,
          64 * 1_048_576,
          "The largest inbound message or polling body.");
  public static final Setting<Duration> UPGRADE_TIMEOUT =
      duration(
          "upgrade-timeout", "10s", 10, "How long an upgrade to a WebSocket may take from start.");
  public static final Setting<Duration> MESSAGE_TIMEOUT =
      duration(
          "message-timeout",
          "10s",
          10,
          "How long one inbound message or polling body may take from its first to its last byte.");
  public static final Setting<Integer> MAX_FRAGMENTS =
      SettingTypes.number(
          "parley.engine.max-fragments",
          "256",
          1,
          1_000_000,
          "How many fragments one inbound WebSocket message may have.");
  public static final Setting<Integer> MAX_PACKETS =
      SettingTypes.number(
          "parley.engine.max-packets-per-payload",
          "128",
          1,
          100_000,
          "How many packets one polling body may have.");
  public static final Setting<Duration> SEND_TIMEOUT =
      duration("send-timeout", "5s", 100, "How long one frame may take to be written.");
  public static final Setting<Integer> SEND_CREDIT =
      SettingTypes.bytes(
          "parley.engine.send-credit",
          "128KB",
          0,
          16 * 1_048_576,
          "How much of a connection's send buffer (server.xml) may be used by sends without a"
              + " time-out between two that have one; 0 for none. On Linux only.");
  public static final Setting<Integer> WRITE_THREADS =
      SettingTypes.number(
          "parley.engine.write-threads",
          "2",
          1,
          64,
          "How many threads write to WebSockets; as many as cores make a broadcast fastest.");
  public static final Setting<Integer> OUTBOUND_BUDGET =
      SettingTypes.bytes(
          "parley.engine.outbound-budget",
          "1MB",
          1_024,
          1_024 * 1_048_576,
          "What may wait for one connection before it is closed as slow. Events that are replayed"
              + " to a client count 64 bytes each.");
  public static final Setting<String> SID_TAG =
      new Setting<>(
          "parley.engine.sid-tag",
          "",
          "up to 32 letters, digits, underscores or hyphens",
          "What this node's session ids end with, so that a proxy can route by it; empty for none.",
          EngineSettings::parseTag);

  public static final List<Setting<?>> ALL =
      List.of(
          PING_INTERVAL,
          PING_TIMEOUT,
          MAX_PAYLOAD,
          UPGRADE_TIMEOUT,
          MESSAGE_TIMEOUT,
          MAX_FRAGMENTS,
          MAX_PACKETS,
          SEND_TIMEOUT,
          SEND_CREDIT,
          WRITE_THREADS,
          OUTBOUND_BUDGET,
          SID_TAG);

  /** The values as configured. */
  public static EngineSettings of(Settings settings) {
    return new EngineSettings(
        settings.get(PING_INTERVAL),
        settings.get(PING_TIMEOUT),
        settings.get(MAX_PAYLOAD),
        settings.get(UPGRADE_TIMEOUT),
        settings.get(MESSAGE_TIMEOUT),
        settings.get(MAX_FRAGMENTS),
        settings.get(MAX_PACKETS),
        settings.get(SEND_TIMEOUT),
        LINUX ? settings.get(SEND_CREDIT) : 0,
        settings.get(OUTBOUND_BUDGET),
        settings.get(SID_TAG));
  }

  private static String parseTag(String text) {
    if (!TAG.matcher(text).matches()) {
      throw new IllegalArgumentException("write at most 32 letters, digits, _ or -");
    }
    return text;
  }

  private static Setting<Duration> duration(
      String name, String defaultValue, int minMillis, String description) {
    return SettingTypes.duration(
        "parley.engine." + name,
        defaultValue,
        Duration.ofMillis(minMillis),
        Duration.ofHours(1),
        description);
  }
}
