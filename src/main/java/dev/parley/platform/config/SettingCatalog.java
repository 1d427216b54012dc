package dev.parley.platform.config;

import dev.parley.chat.globalroom.GlobalRoomSettings;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.wiring.ClusterSettings;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.transport.HandshakeSettings;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.chain.ChainSettings;
import dev.parley.gateway.dispatch.GatewaySettings;
import dev.parley.gateway.logging.ConnectionLog;
import dev.parley.identity.IdentitySettings;
import dev.parley.kernel.Setting;
import dev.parley.platform.lifecycle.DrainSettings;
import dev.parley.presence.PresenceSettings;
import dev.parley.socketio.session.SocketIoSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every configuration key, in the order of {@code docs/CONFIG.md}; a new group is a new row. */
public enum SettingCatalog {
  SERVER("Server", () -> ServerSettings.ALL),
  NODE("Node", () -> NodeSettings.ALL),
  REDIS("Redis and the cluster", () -> ClusterSettings.ALL),
  IDENTITY("Tokens and connections", () -> IdentitySettings.ALL),
  HANDSHAKE("Handshake", () -> HandshakeSettings.ALL),
  ENGINE("Engine.IO", () -> EngineSettings.ALL),
  SOCKET_IO("Socket.IO", () -> SocketIoSettings.ALL),
  GATEWAY(
      "Gateway",
      () ->
          Stream.of(GatewaySettings.ALL, ChainSettings.ALL, ConnectionLog.ALL)
              .<Setting<?>>flatMap(List::stream)
              .toList()),
  RECOVERY("Recovery", () -> RecoverySettings.ALL),
  LIMITS(
      "Limits on events",
      () -> Arrays.stream(EventLimit.values()).<Setting<?>>map(EventLimit::permits).toList()),
  GLOBAL_ROOM("Global room", () -> GlobalRoomSettings.ALL),
  PRESENCE("Presence", () -> PresenceSettings.ALL),
  DRAIN("Drain", () -> DrainSettings.ALL);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // it only reads a constant
  private final Supplier<List<Setting<?>>> rows;

  SettingCatalog(String title, Supplier<List<Setting<?>>> rows) {
    this.title = title;
    this.rows = rows;
  }

  public String title() {
    return title;
  }

  /** The group's rows; none where the application was packed without the feature. */
  public List<Setting<?>> rows() {
    try {
      return rows.get();
    } catch (NoClassDefFoundError absent) {
      // The conformance server is the gateway without the chat, and has no such keys.
      return List.of();
    }
  }

  /** The rows of all groups. */
  public static List<Setting<?>> all() {
    return Arrays.stream(values()).<Setting<?>>flatMap(group -> group.rows().stream()).toList();
  }
}
