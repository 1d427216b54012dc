package dev.parley.engineio.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the server tells a client when a session opens.
 *
 * @param upgrades the transports that the session may move to; empty on a WebSocket
 * @param pingInterval between two heartbeats, whole milliseconds
 * @param pingTimeout how long the answer to a heartbeat may take, whole milliseconds
 * @param maxPayload the largest polling body that the server takes, in bytes
 */
public record OpenPacket(
    String sid,
    List<String> upgrades,
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayload) {
  public OpenPacket {
    Objects.requireNonNull(sid, "sid");
    upgrades = List.copyOf(upgrades);
    Objects.requireNonNull(pingInterval, "pingInterval");
    Objects.requireNonNull(pingTimeout, "pingTimeout");
  }

  /** The packet as text: type digit, then JSON with exactly these five fields. */
  public String encode() {
    StringBuilder json = new StringBuilder(160).append(PacketType.OPEN.digit());
    json.append("{\"sid\":");
    appendString(json, sid);
    json.append(",\"upgrades\":[");
    for (int i = 0; i < upgrades.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      appendString(json, upgrades.get(i));
    }
    return json.append("],\"pingInterval\":")
        .append(pingInterval.toMillis())
        .append(",\"pingTimeout\":")
        .append(pingTimeout.toMillis())
        .append(",\"maxPayload\":")
        .append(maxPayload)
        .append('}')
        .toString();
  }

  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(hexLow(c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  private static char hexLow(char c) {
    return Character.forDigit(c & 0xf, 16);
  }
}
