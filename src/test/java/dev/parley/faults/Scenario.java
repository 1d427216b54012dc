package dev.parley.faults;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The ways to break a cluster; each leaves it whole. */
enum Scenario {
  NODE_KILLED("kill -9 of a node", Scenario::killNode),
  NODE_TERMINATED("SIGTERM of a node", Scenario::terminateNode),
  ROLLING_RESTART("rolling restart of all nodes", Scenario::rollingRestart),
  REDIS_RESTARTED("Redis killed, back with its data", Scenario::restartRedis),
  REDIS_EMPTIED("Redis killed, back without data", Scenario::emptyRedis),
  REDIS_STOPPED("Redis stopped (SIGSTOP)", Scenario::stopRedis),
  REDIS_SLOW("Redis 200 ms slow", Scenario::slowRedis),
  NODE_CUT_OFF("a node cut off from Redis", Scenario::cutNodeOff),
  CLIENT_MOVES("clients that move between nodes every second", Scenario::moveClients),
  HALF_OPEN("clients half open (no FIN)", Scenario::halfOpen),
  NODE_PAUSED("a node paused (SIGSTOP) for longer than its lease", Scenario::pauseNode),
  SLOW_READERS("one in ten of many clients does not read", Scenario::slowReaders),
  STORM("reconnect storm: all of many clients at once", Scenario::storm),
  CLOCK_OFF("a node's clock five minutes off", FaultCluster.SENTINELS, Scenario::shiftClock),
  REDIS_FAILOVER(
      "Redis master killed, failover under Sentinel", FaultCluster.SENTINELS, Scenario::failOver);

  private static final Duration BACK = Duration.ofSeconds(40);
  private static final Duration ANNOUNCED = Duration.ofSeconds(10);
  private static final int SOME = 60;

  private final String title;
  private final FaultCluster cluster;
  private final Consumer<Stage> play;

  Scenario(String title, Consumer<Stage> play) {
    this(title, FaultCluster.ONE_REDIS, play);
  }

  Scenario(String title, FaultCluster cluster, Consumer<Stage> play) {
    this.title = title;
    this.cluster = cluster;
    this.play = play;
  }

  /** What it happens to; scenarios of one cluster stand together. */
  FaultCluster cluster(Form form) {
    return isCrowded() && form.isLong() ? FaultCluster.CROWD : cluster;
  }

  /** Whether it brings many clients. */
  boolean isCrowded() {
    return this == SLOW_READERS || this == STORM;
  }

  String title() {
    return title;
  }

  /** Breaks the cluster of a stage, says what it did, and mends it. */
  void play(Stage stage) {
    play.accept(stage);
  }

  private static void killNode(Stage stage) {
    int doomed = stage.pickNode();
    Ghosts ghosts = Ghosts.at(stage, doomed);
    LibertyServer node = stage.cluster().node(doomed);
    Set<String> watchers = ghosts.watchers();
    Set<String> affected = stage.listenersAt(doomed);
    long crash = System.nanoTime();
    node.kill9();
    ghosts.vanish();
    stage.measure(affected, crash);
    stage.awaitHeard(BACK);
    ghosts.demandAnnounced(watchers, crash, ANNOUNCED);
    node.restart();
    stage.awaitAcked(SOME, BACK);
  }

  private static void terminateNode(Stage stage) {
    restartInPeace(stage, stage.pickNode());
  }

  private static void rollingRestart(Stage stage) {
    for (int index = 0; index < stage.cluster().size(); index++) {
      restartInPeace(stage, index);
    }
  }

  private static void restartInPeace(Stage stage, int index) {
    LibertyServer node = stage.cluster().node(index);
    Set<String> affected = stage.listenersAt(index);
    long asked = System.nanoTime();
    stage.measureLosses(affected, asked);
    if (!node.stop()) {
      stage.problem(node.name() + " had to be killed");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    if (took.compareTo(Duration.ofSeconds(30)) > 0) {
      stage.problem(node.name() + " took " + took + " to stop");
    }
    stage.awaitHeard(BACK);
    node.restart();
    stage.awaitAcked(SOME, BACK);
  }

  private static void restartRedis(Stage stage) {
    redisAway(
        stage, () -> stage.cluster().redis().kill9(), () -> stage.cluster().redis().restart());
  }

  private static void emptyRedis(Stage stage) {
    redisAway(
        stage, () -> stage.cluster().redis().kill9(), () -> stage.cluster().redis().restartEmpty());
  }

  private static void stopRedis(Stage stage) {
    redisAway(stage, () -> stage.cluster().redis().hang(), () -> stage.cluster().redis().resume());
  }

  private static void redisAway(Stage stage, Runnable leave, Runnable comeBack) {
    long left = System.nanoTime();
    leave.run();
    stage.hold(stage.form().storeAway());
    comeBack.run();
    stage.measure(stage.listeners(bot -> true), System.nanoTime());
    stage.awaitHeard(BACK);
    Together.await(stage, BACK);
    stage.wasAlone(left);
    stage.awaitAcked(SOME, BACK);
  }

  private static void failOver(Stage stage) {
    long killed = System.nanoTime();
    stage.cluster().redis().kill9();
    stage.measure(stage.listeners(bot -> true), killed);
    stage.awaitHeard(BACK);
    Together.await(stage, BACK);
    stage.wasAlone(killed);
    stage.awaitAcked(SOME, BACK);
  }

  private static void slowRedis(Stage stage) {
    long slowed = System.nanoTime();
    delayAll(stage, Duration.ofMillis(100));
    stage.measure(stage.listeners(bot -> true), slowed);
    stage.awaitHeard(BACK);
    stage.hold(stage.form().storeAway());
    delayAll(stage, Duration.ZERO);
    Together.await(stage, BACK);
    stage.wasAlone(slowed);
    stage.awaitAcked(SOME, BACK);
  }

  private static void delayAll(Stage stage, Duration eachWay) {
    for (int index = 0; index < stage.cluster().size(); index++) {
      stage.cluster().link(index).delay(eachWay);
    }
  }

  private static void cutNodeOff(Stage stage) {
    int lonely = stage.pickNode();
    Set<String> affected = stage.listenersAt(lonely);
    long cut = System.nanoTime();
    stage.cluster().link(lonely).goDead();
    stage.hold(stage.form().cutOff());
    stage.cluster().link(lonely).revive();
    stage.measure(affected, System.nanoTime());
    stage.awaitHeard(BACK);
    Together.await(stage, BACK);
    stage.wasAlone(cut);
    stage.awaitAcked(SOME, BACK);
  }

  private static void moveClients(Stage stage) {
    Set<String> movers = new TreeSet<>(stage.listeners(bot -> bot.client().hashCode() % 4 == 0));
    int moves = stage.form().isLong() ? 30 : 10;
    for (int move = 0; move < moves; move++) {
      LibertyServer next = stage.cluster().node(move % stage.cluster().size());
      long moved = System.nanoTime();
      movers.forEach(client -> stage.bots().move(client, next.uri()));
      stage.measure(movers, moved);
      stage.hold(Duration.ofSeconds(1));
    }
    movers.forEach(client -> stage.bots().move(client, stage.cluster().uri()));
    stage.awaitHeard(BACK);
    stage.awaitAcked(SOME, BACK);
  }

  private static void halfOpen(Stage stage) {
    try (TcpProxy link = TcpProxy.before(stage.cluster().node(stage.pickNode()).port())) {
      URI through = URI.create("http://localhost:" + link.port());
      List<Bot> victims = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        victims.add(stage.enter("half" + i, "half" + i, through));
      }
      stage.awaitLetIn();
      long silent = System.nanoTime();
      link.goDead();
      // Half of them come from elsewhere at once, while the node believes that they are there.
      victims.subList(0, 3).forEach(bot -> stage.bots().move(bot.client(), stage.cluster().uri()));
      stage.measure(names(victims.subList(0, 3)), silent);
      stage.awaitHeard(BACK);
      stage.hold(stage.form().choose(Duration.ofSeconds(10), Duration.ofSeconds(30)));
      stage.measure(names(victims), System.nanoTime());
      link.revive();
      stage.awaitHeard(BACK);
      // The others must be elsewhere before the link goes.
      victims.forEach(bot -> stage.bots().move(bot.client(), stage.cluster().uri()));
      stage.measure(names(victims), System.nanoTime());
      stage.awaitHeard(BACK);
    }
    stage.awaitAcked(SOME, BACK);
  }

  private static Set<String> names(List<Bot> bots) {
    return bots.stream().map(Bot::client).collect(Collectors.toSet());
  }

  private static void slowReaders(Stage stage) {
    List<Bot> many = crowd(stage);
    List<Bot> slow = many.subList(0, many.size() / 10);
    slow.forEach(bot -> stage.bots().pause(bot.client()));
    stage.measure(names(many.subList(slow.size(), many.size())), System.nanoTime());
    stage.awaitHeard(BACK);
    // Longer than the heartbeat, so that those who do not read are cut.
    stage.hold(stage.form().choose(Duration.ofSeconds(10), Duration.ofSeconds(60)));
    slow.forEach(bot -> stage.bots().resume(bot.client()));
    stage.measure(names(slow), System.nanoTime());
    stage.awaitHeard(BACK);
  }

  private static void storm(Stage stage) {
    List<Bot> many = crowd(stage);
    long cut = System.nanoTime();
    stage.cluster().nginx().stop();
    stage.cluster().nginx().restart();
    stage.measure(names(many), cut);
    // Two thousand handshakes and as many sessions take two cores most of a minute.
    stage.awaitHeard(stage.form().choose(BACK, Duration.ofSeconds(90)));
    stage.awaitAcked(SOME, BACK);
  }

  private static List<Bot> crowd(Stage stage) {
    List<Bot> many = new ArrayList<>();
    for (int i = 0; i < stage.form().crowd(); i++) {
      many.add(stage.enter("crowd" + i, "crowd" + i, stage.cluster().uri()));
    }
    stage.awaitLetIn();
    return many;
  }

  private static void shiftClock(Stage stage) {
    for (int minutes : new int[] {5, -5}) {
      ShiftedClock.shift(Duration.ofMinutes(minutes));
      long shifted = System.nanoTime();
      stage.measure(stage.listenersAt(ShiftedClock.NODE), shifted);
      stage.hold(stage.form().choose(Duration.ofSeconds(8), Duration.ofSeconds(20)));
      stage.awaitHeard(BACK);
    }
    ShiftedClock.shift(Duration.ZERO);
    stage.awaitAcked(SOME, BACK);
  }

  private static void pauseNode(Stage stage) {
    int paused = stage.pickNode();
    LibertyServer node = stage.cluster().node(paused);
    Set<String> affected = stage.listenersAt(paused);
    long stopped = System.nanoTime();
    node.signal("STOP");
    stage.hold(stage.form().choose(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    node.signal("CONT");
    stage.measure(affected, System.nanoTime());
    stage.awaitHeard(BACK);
    Together.await(stage, BACK);
    stage.wasAlone(stopped);
    stage.awaitAcked(SOME, BACK);
  }
}
