package dev.parley.plainws;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a client says in the query and in the subprotocols that it offers. */
final class PlainHandshake {
  static final String SUBPROTOCOL = "parley.v1.json";
  private static final String BEARER = "bearer.";
  private static final String MAIN_NAMESPACE = "/";
  private static final String NAMESPACE_PARAMETER = "ns=";

  private PlainHandshake() {}

  /**
   * The namespace that a query names, {@code /} by default.
   *
   * @param query may be null
   * @throws ParleyException MALFORMED when it is not encoded as it should be
   */
  static String namespace(String query) {
    if (query == null) {
      return MAIN_NAMESPACE;
    }
    for (String pair : query.split("&", 32)) {
      if (pair.startsWith(NAMESPACE_PARAMETER)) {
        return decoded(pair.substring(NAMESPACE_PARAMETER.length()));
      }
    }
    return MAIN_NAMESPACE;
  }

  /** The token that is offered as a subprotocol. */
  static Optional<String> token(Enumeration<String> headers) {
    List<String> values = headers == null ? List.of() : Collections.list(headers);
    return values.stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip)
        .filter(offer -> offer.startsWith(BEARER))
        .map(offer -> offer.substring(BEARER.length()))
        .findFirst();
  }

  /** What is answered: our protocol where it is offered; a token is never sent back. */
  static String negotiated(List<String> offered) {
    return offered.contains(SUBPROTOCOL) ? SUBPROTOCOL : "";
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw new ParleyException(ErrorCode.MALFORMED, "Malformed query");
    }
  }
}
