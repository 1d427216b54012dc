package dev.parley.socketio.session;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What one Socket.IO connection may do; immutable.
 *
 * @param connectTimeout how long a connection may be without any namespace
 * @param maxNamespaces namespaces that one connection is in at the same time
 * @param maxAttachments binary attachments of one packet
 * @param attachmentTimeout from a packet's text to its last attachment
 * @param maxDepth nested JSON arrays and objects in one packet
 * @param maxConnects CONNECT packets in ten seconds
 */
public record SocketIoSettings(
    Duration connectTimeout,
    int maxNamespaces,
    int maxAttachments,
    Duration attachmentTimeout,
    int maxDepth,
    int maxConnects) {
  public static final Setting<Duration> CONNECT_TIMEOUT =
      SettingTypes.duration(
          "parley.socketio.connect-timeout",
          "45s",
          Duration.ofMillis(10),
          Duration.ofHours(1),
          "How long a connection may be without any namespace.");
  public static final Setting<Integer> MAX_NAMESPACES =
      SettingTypes.number(
          "parley.socketio.max-namespaces",
          "8",
          1,
          1_000,
          "How many namespaces one connection may be in at the same time.");
  public static final Setting<Integer> MAX_ATTACHMENTS =
      SettingTypes.number(
          "parley.socketio.max-attachments",
          "10",
          0,
          1_000,
          "How many binary attachments one packet may have.");
  public static final Setting<Duration> ATTACHMENT_TIMEOUT =
      SettingTypes.duration(
          "parley.socketio.attachment-timeout",
          "10s",
          Duration.ofMillis(10),
          Duration.ofHours(1),
          "How long the attachments of one packet may take to come.");
  public static final Setting<Integer> MAX_DEPTH =
      SettingTypes.number(
          "parley.socketio.max-depth",
          "64",
          1,
          500,
          "How deep JSON arrays and objects of one packet may be nested.");
  public static final Setting<Integer> MAX_CONNECTS =
      SettingTypes.number(
          "parley.socketio.max-connects",
          "30",
          1,
          1_000_000,
          "How many CONNECT packets one connection may send in ten seconds.");

  public static final List<Setting<?>> ALL =
      List.of(
          CONNECT_TIMEOUT,
          MAX_NAMESPACES,
          MAX_ATTACHMENTS,
          ATTACHMENT_TIMEOUT,
          MAX_DEPTH,
          MAX_CONNECTS);

  /** The values as configured. */
  public static SocketIoSettings of(Settings settings) {
    return new SocketIoSettings(
        settings.get(CONNECT_TIMEOUT),
        settings.get(MAX_NAMESPACES),
        settings.get(MAX_ATTACHMENTS),
        settings.get(ATTACHMENT_TIMEOUT),
        settings.get(MAX_DEPTH),
        settings.get(MAX_CONNECTS));
  }
}
