package dev.parley.gateway.logging;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log lines of a socket: that it connected, that it ended, or why it was refused.
 *
 * <p>Never a token, nor what takes a session up again. Called on the socket's lane.
 */
public final class ConnectionLog {
  /** The name of the log. */
  public static final String NAME = "dev.parley.connections";

  public static final Setting<Boolean> LOG_CONNECTIONS =
      SettingTypes.flag(
          "parley.gateway.log-connections",
          "true",
          "Whether a socket that connects, ends or is refused gets a line in the log"
              + " `dev.parley.connections`. Its `connectionId` and `namespace` are those of the keys"
              + " `rate_limit:socket:{<connectionId> <namespace>}` in Redis.");

  public static final List<Setting<?>> ALL = List.of(LOG_CONNECTIONS);

  private final boolean enabled;
  private final FactLog log;
  private final NodeName node;

  ConnectionLog(boolean enabled, FactLog log, NodeName node) {
    this.enabled = enabled;
    this.log = log;
    this.node = node;
  }

  static ConnectionLog of(Settings settings, NodeName node) {
    return new ConnectionLog(settings.get(LOG_CONNECTIONS), FactLog.of(NAME, settings), node);
  }

  /** A log of text. */
  public static ConnectionLog plain(NodeName node) {
    return new ConnectionLog(true, FactLog.plain(NAME), node);
  }

  /**
   * A socket is connected.
   *
   * @param transport what the connection goes over, where its protocol can tell
   */
  public void connected(ClientSocket socket, Optional<String> transport) {
    if (isOn()) {
      Map<String, String> facts = facts("connected", socket, transport);
      facts.put("recovered", Boolean.toString(socket.recovered()));
      log.write("socket connected", facts);
    }
  }

  /**
   * A socket that was connected has ended.
   *
   * @param refusal what it was told when the server threw it out with an error
   */
  public void disconnected(
      ClientSocket socket,
      Optional<String> transport,
      CloseCode code,
      Duration connected,
      Optional<ErrorReply> refusal) {
    if (isOn()) {
      Map<String, String> facts = facts("disconnected", socket, transport);
      facts.put("recovered", Boolean.toString(socket.recovered()));
      facts.put("reason", code.label());
      facts.put("durationMs", Long.toString(connected.toMillis()));
      refusal.ifPresent(error -> put(facts, error));
      log.write("socket disconnected " + code.label(), facts);
    }
  }

  /** A socket was refused; its user is known only when a token was good. */
  public void refused(ClientSocket socket, Optional<String> transport, ErrorReply error) {
    if (isOn()) {
      Map<String, String> facts = facts("refused", socket, transport);
      put(facts, error);
      log.write("socket refused " + error.code().wireName(), facts);
    }
  }

  private boolean isOn() {
    return enabled && log.isOn();
  }

  private Map<String, String> facts(String event, ClientSocket socket, Optional<String> transport) {
    Optional<Principal> principal = Optional.ofNullable(socket.principal());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("event", event);
    facts.put("namespace", socket.namespace());
    facts.put("socketId", socket.id());
    facts.put("connectionId", socket.connectionId());
    principal
        .map(Principal::userId)
        .or(() -> socket.handshake().token().map(VerifiedToken::userId))
        .ifPresent(user -> facts.put("userId", user));
    principal
        .map(Principal::deviceId)
        .or(() -> socket.handshake().deviceId())
        .ifPresent(device -> facts.put("deviceId", device));
    principal
        .flatMap(Principal::platform)
        .or(() -> socket.handshake().platform())
        .ifPresent(platform -> facts.put("platform", platform));
    facts.put("node", node.value());
    facts.put("ipAddress", socket.handshake().remoteAddress());
    facts.put("protocol", socket.handshake().protocol());
    transport.ifPresent(way -> facts.put("transport", way));
    return facts;
  }

  private static void put(Map<String, String> facts, ErrorReply error) {
    facts.put("outcome", error.code().wireName());
    facts.put("ref", error.ref());
  }
}
