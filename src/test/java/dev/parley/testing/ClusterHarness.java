package dev.parley.testing;

import dev.parley.testing.client.RawEngine;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A cluster of real parts: a Redis, durable unless said, nodes, and an Nginx in front.
 *
 * <p>Between each node and Redis stands a {@link TcpProxy}, so that one node can be cut off; not
 * when there are sentinels, since these tell the nodes where Redis is. Nodes are numbered from 0
 * and are named {@code n0}, {@code n1} and so on; those names are their tags at Nginx, too. Not for
 * use by several threads, but for the servers themselves.
 */
public final class ClusterHarness implements AutoCloseable {
  private final RedisServer alone;
  private final RedisSentinels sentinels;
  private final List<TcpProxy> links = new ArrayList<>();
  private final List<LibertyServer> nodes = new ArrayList<>();
  private final Map<String, String> led = new ConcurrentHashMap<>();
  private NginxServer nginx;

  private ClusterHarness(RedisServer alone, RedisSentinels sentinels) {
    this.alone = alone;
    this.sentinels = sentinels;
  }

  /** A cluster of that name; unique among those that run at the same time. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Where clients go: to Nginx; without a slash at the end. */
  public URI uri() {
    return nginx.uri();
  }

  /** The port of Nginx. */
  public int port() {
    return nginx.port();
  }

  public NginxServer nginx() {
    return nginx;
  }

  /** The one Redis, or the present master when there are sentinels. */
  public RedisServer redis() {
    return sentinels == null ? alone : sentinels.master();
  }

  /** Who watches over Redis, if anybody does. */
  public Optional<RedisSentinels> sentinels() {
    return Optional.ofNullable(sentinels);
  }

  public int size() {
    return nodes.size();
  }

  public LibertyServer node(int index) {
    return nodes.get(index);
  }

  public List<LibertyServer> nodes() {
    return List.copyOf(nodes);
  }

  /** What the node calls itself towards clients, and its tag. */
  public static String nodeName(int index) {
    return "n" + index;
  }

  /**
   * A source address, of a network of its own, from which Nginx leads to the node.
   *
   * <p>It asks Nginx, so it holds as long as no node leaves or comes.
   *
   * @param nth 0 for the first such address, 1 for the next and so on
   */
  public String addressOf(int index, int nth) {
    int left = nth;
    for (int network = 1; network < 250; network++) {
      String address = "127.0." + network + ".1";
      if (led.computeIfAbsent(address, this::leadsTo).equals(nodeName(index)) && left-- == 0) {
        return address;
      }
    }
    throw new IllegalStateException("No address leads to " + nodeName(index));
  }

  /** The first source address from which Nginx leads to the node. */
  public String addressOf(int index) {
    return addressOf(index, 0);
  }

  private String leadsTo(String address) {
    try (RawEngine engine = RawEngine.dial(port()).from(address).polling()) {
      String sid = engine.sid();
      engine.send("1");
      return sid.substring(sid.indexOf('.') + 1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The link between a node and Redis; there is none when there are sentinels. */
  public TcpProxy link(int index) {
    return links.get(index);
  }

  /** What a new node has to be told to find Redis. */
  private Map<String, String> wayToRedis() {
    if (sentinels != null) {
      return Map.of(
          "parley.redis.sentinels",
          String.join(",", sentinels.urls()),
          "parley.redis.master",
          RedisSentinels.MASTER);
    }
    TcpProxy link = TcpProxy.before(alone.port());
    links.add(link);
    return Map.of("parley.redis.url", "redis://127.0.0.1:" + link.port());
  }

  /** Tokens that the nodes trust. */
  public TestTokens tokens() {
    return new TestTokens(TestServers.keys());
  }

  /** Ends everything: what a graceful stop does is for tests that stop a node themselves. */
  @Override
  public void close() {
    if (nginx != null) {
      nginx.close();
    }
    nodes.parallelStream().filter(LibertyServer::isAlive).forEach(LibertyServer::kill9);
    links.forEach(TcpProxy::close);
    if (sentinels == null) {
      alone.close();
    } else {
      sentinels.close();
    }
  }

  /** Collects what a cluster needs; not for use by several threads. */
  public static final class Builder {
    private final String name;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, String> front = new LinkedHashMap<>();
    private int count = 3;
    private boolean sentinels;
    private boolean durable = true;
    private Consumer<LibertyServer.Builder> each = node -> {};

    private Builder(String name) {
      this.name = name;
    }

    /** How many nodes; 3 unless said. */
    public Builder nodes(int number) {
      this.count = number;
      return this;
    }

    /** With a replica of Redis, and sentinels that put it in its place. */
    public Builder withSentinels() {
      this.sentinels = true;
      return this;
    }

    /** With a Redis that forgets everything when it ends, and never waits for a disk. */
    public Builder forgetful() {
      this.durable = false;
      return this;
    }

    /** A MicroProfile Config key of every node. */
    public Builder config(String key, String value) {
      config.put(key, value);
      return this;
    }

    /** Sees every node's description before its start. */
    public Builder eachNode(Consumer<LibertyServer.Builder> also) {
      this.each = each.andThen(also);
      return this;
    }

    /** A variable of {@code ops/nginx/render}. */
    public Builder front(String variable, String value) {
      front.put(variable, value);
      return this;
    }

    /** Starts everything, the nodes side by side, and waits until all of it is ready. */
    public ClusterHarness start() {
      ClusterHarness cluster =
          sentinels
              ? new ClusterHarness(null, RedisSentinels.start(name + "-redis"))
              : new ClusterHarness(redis(), null);
      boolean started = false;
      try {
        for (int index = 0; index < count; index++) {
          cluster.nodes.add(launch(index, cluster.wayToRedis()));
        }
        cluster.nodes.forEach(LibertyServer::awaitReady);
        cluster.nginx = front(cluster.nodes);
        started = true;
        return cluster;
      } finally {
        if (!started) {
          cluster.close();
        }
      }
    }

    private RedisServer redis() {
      return durable
          ? RedisServer.startDurable(name + "-redis")
          : RedisServer.start(name + "-redis");
    }

    private LibertyServer launch(int index, Map<String, String> wayToRedis) {
      LibertyServer.Builder node =
          TestServers.named(name + "-" + nodeName(index))
              // Three of them and their clients share a small machine with everything else.
              .jvmOption("-Xms256m")
              .jvmOption("-Xmx256m")
              .jvmOption("-XX:+UseSerialGC")
              .config("parley.node.name", nodeName(index))
              .config("parley.engine.sid-tag", nodeName(index))
              .config(wayToRedis)
              .config("parley.redis.prefix", name)
              .config("parley.http.trusted-proxies", "127\\.0\\.0\\.1")
              .config(config);
      each.accept(node);
      return node.launch();
    }

    private NginxServer front(List<LibertyServer> nodes) {
      NginxServer.Builder nginx = NginxServer.named(name + "-nginx");
      for (int index = 0; index < nodes.size(); index++) {
        nginx.node(nodeName(index), nodes.get(index).port());
      }
      front.forEach(nginx::set);
      return nginx.start();
    }
  }
}
