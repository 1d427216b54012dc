package dev.parley.faults;

import dev.parley.testing.ClusterHarness;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Who takes part in a run: clients of both namespaces, spread over the nodes and transports. */
final class Cast {
  private static final List<String> MODES =
      List.of("websocket", "upgrade", "websocket", "polling", "websocket", "upgrade");

  private final ClusterHarness cluster;
  private final List<Bot> bots = new ArrayList<>();

  Cast(ClusterHarness cluster) {
    this.cluster = cluster;
  }

  /** Those of most scenarios: all through the front, from many networks. */
  static Cast usual(ClusterHarness cluster) {
    Cast cast = new Cast(cluster);
    for (int user = 0; user < 12; user++) {
      cast.add("g" + user, "u" + user, "/global-chat", cluster.uri());
    }
    for (int user = 0; user < 6; user++) {
      cast.add("d" + user + "a", "u" + user, "/", cluster.uri());
      cast.add("d" + user + "b", "u" + user, "/", cluster.uri());
    }
    return cast;
  }

  /** Adds a client; its transport and habits follow from how many there are. */
  Bot add(String client, String user, String namespace, URI url) {
    int index = bots.size();
    Bot bot =
        new Bot(
            client,
            user,
            namespace,
            url,
            cluster.tokens().forUser(user),
            "127.0." + (1 + index % 200) + ".1",
            url.equals(cluster.uri()) ? MODES.get(index % MODES.size()) : "websocket",
            index % 4 != 0,
            1 + index % 3);
    bots.add(bot);
    return bot;
  }

  List<Bot> bots() {
    return List.copyOf(bots);
  }
}
