package dev.parley.bench.subject;

import dev.parley.testing.NginxServer;
import dev.parley.testing.RedisServer;
import java.util.List;
import java.util.Optional;

/** A running server, or several behind one front, with all that they need. */
public interface Subject extends AutoCloseable {
  SubjectKind kind();

  /** Where clients connect. */
  int port();

  /** The server's processes, Redis and Nginx apart. */
  List<Long> serverPids();

  /** The store that it uses. */
  Optional<RedisServer> redis();

  /** What stands in front of it. */
  Optional<NginxServer> front();

  @Override
  void close();
}
