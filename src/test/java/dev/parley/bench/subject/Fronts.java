package dev.parley.bench.subject;

import dev.parley.testing.NginxServer;
import java.util.List;

/** The Nginx of {@code ops/nginx} before servers of either kind, with its limits out of the way. */
final class Fronts {
  private Fronts() {}

  static NginxServer before(String name, List<Integer> ports) {
    NginxServer.Builder nginx =
        NginxServer.named(name)
            .set("PARLEY_NGINX_RATE", "100000r/s")
            .set("PARLEY_NGINX_BURST", "100000")
            .set("PARLEY_NGINX_DELAY", "100000");
    for (int index = 0; index < ports.size(); index++) {
      nginx.node("n" + index, ports.get(index));
    }
    return nginx.start();
  }
}
