package dev.parley.engineio.transport;

import dev.parley.engineio.session.Transport;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The query of an Engine.IO request.
 *
 * @param sid the session it is for; empty for a new one
 */
record EngineRequest(Transport transport, Optional<String> sid) {

  /**
   * Reads a request's query, never its body.
   *
   * @throws ParleyException MALFORMED when the version, the transport or the method is not ours
   */
  static EngineRequest of(HttpServletRequest request) {
    String query = request.getQueryString();
    if (!parameter(query, "EIO").equals(Optional.of("4"))) {
      throw malformed("Unsupported protocol version");
    }
    Transport transport = transport(parameter(query, "transport").orElse(""));
    boolean upgrades = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    if (upgrades != (transport == Transport.WEBSOCKET)) {
      throw malformed("Transport mismatch");
    }
    String method = request.getMethod();
    Optional<String> sid = parameter(query, "sid");
    boolean post = method.equals("POST") && !upgrades && sid.isPresent();
    if (!method.equals("GET") && !post) {
      throw malformed("Bad handshake method");
    }
    return new EngineRequest(transport, sid);
  }

  static ParleyException malformed(String message) {
    return new ParleyException(ErrorCode.MALFORMED, message);
  }

  private static Transport transport(String name) {
    for (Transport transport : Transport.values()) {
      if (transport.wireName().equals(name)) {
        return transport;
      }
    }
    throw malformed("Transport unknown");
  }

  private static Optional<String> parameter(String query, String name) {
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", 32)) {
      if (pair.length() > name.length()
          && pair.startsWith(name)
          && pair.charAt(name.length()) == '=') {
        return decoded(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException broken) {
      throw malformed("Malformed query");
    }
  }
}
