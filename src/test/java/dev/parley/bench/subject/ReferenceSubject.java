package dev.parley.bench.subject;

import dev.parley.bench.ReferenceServer;
import dev.parley.testing.NginxServer;
import dev.parley.testing.RedisServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The stack that Parley replaces, with a Redis of its own; several processes behind Nginx. */
final class ReferenceSubject implements Subject {
  private static final String UNLIMITED = "1000000000";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "NODE_ENV", "production",
          "TRUST_PROXY", "true",
          "LIMIT_EVENTS_PER_SOCKET", UNLIMITED,
          "LIMIT_MESSAGES_PER_USER", UNLIMITED,
          "LIMIT_GLOBAL_MESSAGES_PER_USER", UNLIMITED);

  private final SubjectKind kind;
  private final RedisServer redis;
  private ReferenceServer servers;
  private NginxServer front;

  private ReferenceSubject(SubjectKind kind) {
    this.kind = kind;
    this.redis = RedisServer.start(name("redis"));
  }

  static Subject start(SubjectKind kind, int processes) {
    ReferenceSubject subject = new ReferenceSubject(kind);
    boolean started = false;
    try {
      subject.servers =
          ReferenceServer.start(subject.name("node"), processes, subject.redis.url(), ENVIRONMENT);
      if (processes > 1 || kind == SubjectKind.REFERENCE_CORES) {
        subject.front = Fronts.before(subject.name("nginx"), subject.ports());
      }
      started = true;
      return subject;
    } finally {
      if (!started) {
        subject.close();
      }
    }
  }

  private String name(String part) {
    return "bench-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + '-' + part;
  }

  private List<Integer> ports() {
    return IntStream.range(0, servers.size()).mapToObj(servers::port).toList();
  }

  @Override
  public SubjectKind kind() {
    return kind;
  }

  @Override
  public int port() {
    return front == null ? servers.port(0) : front.port();
  }

  @Override
  public List<Long> serverPids() {
    return IntStream.range(0, servers.size()).mapToObj(servers::pid).toList();
  }

  @Override
  public Optional<RedisServer> redis() {
    return Optional.of(redis);
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
    if (servers != null) {
      servers.close();
    }
    redis.close();
  }
}
