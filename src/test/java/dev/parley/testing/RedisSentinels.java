package dev.parley.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A master, its replica, and three sentinels that put the replica in its place when it is gone.
 *
 * <p>Needs the installed {@code redis-server}. Not for use by several threads.
 */
public final class RedisSentinels implements AutoCloseable {
  /** What the sentinels call the master. */
  public static final String MASTER = "main";

  private static final int SENTINELS = 3;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final List<RedisServer> data = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  private RedisSentinels() {}

  /**
   * Starts them and waits until all know each other.
   *
   * @param name unique among the servers that run at the same time
   */
  public static RedisSentinels start(String name) {
    RedisSentinels installation = new RedisSentinels();
    boolean started = false;
    try {
      installation.launch(name);
      started = true;
      return installation;
    } finally {
      if (!started) {
        installation.close();
      }
    }
  }

  private void launch(String name) {
    RedisServer master =
        RedisServer.startWith(
            name + "-a", FreePort.pick(), List.of("--repl-diskless-sync-delay", "0"));
    data.add(master);
    data.add(
        RedisServer.startWith(
            name + "-b",
            FreePort.pick(),
            List.of(
                "--replicaof", "127.0.0.1 " + master.port(), "--repl-diskless-sync-delay", "0")));
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(RedisServer.startSentinel(name + "-s" + i, MASTER, master.port()));
    }
    awaitWhole();
  }

  /** The sentinels' addresses, as {@code parley.redis.sentinels} takes them. */
  public List<String> urls() {
    return sentinels.stream().map(RedisServer::url).toList();
  }

  /** The one that takes writes, by what the servers say of themselves; it must be there. */
  public RedisServer master() {
    return data.stream()
        .filter(RedisServer::isAlive)
        .filter(RedisServer::isMaster)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no master"));
  }

  /**
   * Starts again what is not running, and waits until the installation is as at its start: every
   * sentinel follows the one master, and the other one is its replica and has all its data.
   */
  public void mend() {
    for (RedisServer server : data) {
      if (!server.isAlive()) {
        server.restartEmpty();
      }
    }
    awaitWhole();
  }

  private void awaitWhole() {
    await()
        .atMost(BOUND)
        .until(
            () ->
                data.stream().filter(RedisServer::isMaster).count() == 1
                    && master().replicasOnline() == 1
                    && sentinels.stream().allMatch(this::knowsAll));
  }

  private boolean knowsAll(RedisServer sentinel) {
    String state = sentinel.info("sentinel");
    return state.contains(":" + master().port() + ",slaves=1,sentinels=" + SENTINELS)
        && state.contains("status=ok");
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    data.forEach(RedisServer::close);
  }
}
