package dev.parley.faults;

import dev.parley.testing.ClusterHarness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Users who are on one node only, and never come back when it dies. */
final class Ghosts {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int COUNT = 3;

  private final Stage stage;
  private final String node;
  private final List<Bot> bots = new ArrayList<>();

  private Ghosts(Stage stage, String node) {
    this.stage = stage;
    this.node = node;
  }

  /** Lets some in at a node, into both namespaces, so that the others know them. */
  static Ghosts at(Stage stage, int index) {
    Ghosts ghosts = new Ghosts(stage, ClusterHarness.nodeName(index));
    URI url = stage.cluster().node(index).uri();
    // The room first: who shares none with anybody when they come online is announced to nobody.
    List<String> users = IntStream.range(0, COUNT).mapToObj(Ghosts::name).toList();
    users.forEach(user -> ghosts.open(user + "-room", user, "/global-chat", url));
    ghosts.awaitLetIn();
    users.forEach(user -> ghosts.open(user + "-root", user, "/", url));
    ghosts.awaitLetIn();
    stage.tryAwait(BOUND, "not all were told of the ghosts", ghosts::areKnown);
    return ghosts;
  }

  private static String name(int index) {
    return "ghost" + index + "-" + Stage.freshName();
  }

  private void awaitLetIn() {
    Set<String> clients = bots.stream().map(Bot::client).collect(Collectors.toSet());
    stage.tryAwait(
        BOUND, "the ghosts were not let in", () -> stage.bots().connected().containsAll(clients));
  }

  private void open(String client, String user, String namespace, URI url) {
    Bot bot =
        new Bot(
            client,
            user,
            namespace,
            url,
            stage.cluster().tokens().forUser(user),
            null,
            "websocket",
            true,
            1);
    bots.add(bot);
    stage.bots().open(bot);
  }

  private Set<String> users() {
    return bots.stream().map(Bot::user).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those in the namespace of presence who are on other nodes. */
  Set<String> watchers() {
    Set<String> here = stage.bots().at(node);
    Predicate<Bot> elsewhere =
        bot -> bot.namespace().equals("/") && !here.contains(bot.client()) && isHeard(bot);
    return stage.cast().bots().stream()
        .filter(elsewhere)
        .map(Bot::client)
        .collect(Collectors.toSet());
  }

  /** Who hears of ghosts: users who are in the room themselves. */
  private boolean isHeard(Bot bot) {
    return stage.cast().bots().stream()
        .anyMatch(
            other -> other.namespace().equals("/global-chat") && other.user().equals(bot.user()));
  }

  private boolean areKnown() {
    Set<String> users = users();
    return watchers().stream()
        .allMatch(
            watcher ->
                stage.recorder().sightings().stream()
                        .filter(Sighting.Announced.class::isInstance)
                        .map(Sighting.Announced.class::cast)
                        .filter(told -> told.client().equals(watcher) && told.online())
                        .map(Sighting.Announced::user)
                        .filter(users::contains)
                        .distinct()
                        .count()
                    == users.size());
  }

  /** They do not come back. */
  void vanish() {
    bots.forEach(bot -> stage.bots().close(bot.client()));
  }

  /** Waits as long as the announcements may take, and longer for one too many. */
  void demandAnnounced(Set<String> watchers, long crash, Duration within) {
    Duration passed = Duration.ofNanos(System.nanoTime() - crash);
    Duration left = within.plusSeconds(2).minus(passed);
    if (!left.isNegative()) {
      stage.hold(left);
    }
    if (watchers.isEmpty()) {
      stage.problem("nobody watched the ghosts");
    }
    PresenceRules.check(stage.recorder().sightings(), users(), watchers, crash, within)
        .forEach(stage::problem);
  }
}
