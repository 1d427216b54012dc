package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Position;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client that comes back shows; Socket.IO clients put it beside the fields of {@code auth}.
 *
 * @param offset of the last event it saw that had one; NONE when there was none
 */
record ResumeRequest(String pid, Position offset) {
  private static final Pattern PID = Pattern.compile("[A-Za-z0-9_-]{20}");
  private static final Pattern OFFSET = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Empty when the client asks for nothing, or for what no server ever told it. */
  static Optional<ResumeRequest> of(JsonObject auth) {
    if (!(auth.get("pid") instanceof JsonString pid) || !PID.matcher(pid.getString()).matches()) {
      return Optional.empty();
    }
    if (!auth.containsKey("offset")) {
      return Optional.of(new ResumeRequest(pid.getString(), Position.NONE));
    }
    if (!(auth.get("offset") instanceof JsonString offset)) {
      return Optional.empty();
    }
    Matcher parts = OFFSET.matcher(offset.getString());
    return parts.matches()
        ? Optional.of(
            new ResumeRequest(
                pid.getString(),
                new Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)))))
        : Optional.empty();
  }

  /** The pid stays out of logs. */
  @Override
  public String toString() {
    return "ResumeRequest[" + offset + "]";
  }
}
