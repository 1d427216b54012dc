package dev.parley.engineio.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Decides which web pages may talk to this server (RFC 6454). */
final class OriginPolicy {
  private final HandshakeSettings settings;

  OriginPolicy(HandshakeSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether a page of this origin may connect: it is on the list, or was served by this host.
   *
   * @param origin the {@code Origin} header
   * @param host the {@code Host} header, or null
   */
  boolean allows(String origin, String host) {
    String wanted = origin.toLowerCase(Locale.ROOT);
    return settings.allowedOrigins().contains(wanted) || isSameHost(wanted, host);
  }

  private static boolean isSameHost(String origin, String host) {
    if (host == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme();
      if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
        return false;
      }
      // Behind a proxy that ends TLS this server cannot tell the scheme, so the default port of the
      // page's own scheme stands where either side names none.
      int defaultPort = "https".equals(scheme) ? 443 : 80;
      URI own = new URI(scheme + "://" + host.toLowerCase(Locale.ROOT));
      return uri.getHost().equals(own.getHost())
          && port(uri, defaultPort) == port(own, defaultPort);
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static int port(URI uri, int defaultPort) {
    return uri.getPort() < 0 ? defaultPort : uri.getPort();
  }
}
