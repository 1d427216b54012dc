package dev.parley.bench.subject;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.NginxServer;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parley as it ships, with a Redis of its own, limits raised and, when it has several nodes, behind
 * Nginx; or the bare endpoint in the same server.
 */
final class ParleySubject implements Subject {
  private static final String UNLIMITED = "1000000000";

  private final SubjectKind kind;
  private final List<LibertyServer> nodes = new ArrayList<>();
  private RedisServer redis;
  private NginxServer front;

  private ParleySubject(SubjectKind kind) {
    this.kind = kind;
  }

  static Subject start(SubjectKind kind, JvmOptions jvm) {
    ParleySubject subject = new ParleySubject(kind);
    boolean started = false;
    try {
      subject.launch(jvm);
      started = true;
      return subject;
    } finally {
      if (!started) {
        subject.close();
      }
    }
  }

  private void launch(JvmOptions jvm) {
    if (kind == SubjectKind.LIBERTY) {
      nodes.add(
          node(0, jvm)
              .war(WarAssembly.product().without("dev/parley").with("dev/parley/bench/bare"))
              .launch());
    } else {
      redis = RedisServer.start(name("redis"));
      int count = kind == SubjectKind.PARLEY_CLUSTER ? 3 : 1;
      for (int index = 0; index < count; index++) {
        nodes.add(parley(index, jvm).launch());
      }
    }
    nodes.forEach(LibertyServer::awaitReady);
    if (nodes.size() > 1) {
      front = Fronts.before(name("nginx"), nodes.stream().map(LibertyServer::port).toList());
    }
  }

  private LibertyServer.Builder node(int index, JvmOptions jvm) {
    LibertyServer.Builder node =
        TestServers.trusting(TestServers.keys(), LibertyServer.named(name("n" + index)));
    jvm.forNodes(kind == SubjectKind.PARLEY_CLUSTER ? 3 : 1).forEach(node::jvmOption);
    return node;
  }

  private LibertyServer.Builder parley(int index, JvmOptions jvm) {
    return node(index, jvm)
        .config("parley.node.name", "n" + index)
        .config("parley.redis.url", redis.url())
        .config("parley.http.trusted-proxies", "127\\.0\\.0\\.1")
        // As the reference, which writes a line for failures only.
        .config("parley.gateway.log-events", "failures")
        .config("parley.limits.connections-per-ip", "1000000")
        .config("parley.limits.events-per-socket", UNLIMITED)
        .config("parley.limits.messages-per-user", UNLIMITED)
        .config("parley.limits.global-chat-messages-per-user", UNLIMITED);
  }

  private String name(String part) {
    return "bench-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + '-' + part;
  }

  @Override
  public SubjectKind kind() {
    return kind;
  }

  @Override
  public int port() {
    return front == null ? nodes.get(0).port() : front.port();
  }

  @Override
  public List<Long> serverPids() {
    return nodes.stream().map(LibertyServer::pid).toList();
  }

  @Override
  public Optional<RedisServer> redis() {
    return Optional.ofNullable(redis);
  }

  @Override
  public Optional<NginxServer> front() {
    return Optional.ofNullable(front);
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    nodes.parallelStream().forEach(LibertyServer::close);
    if (redis != null) {
      redis.close();
    }
  }
}
