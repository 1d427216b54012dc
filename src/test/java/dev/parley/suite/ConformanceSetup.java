package dev.parley.suite;

import dev.parley.devserver.ConformanceServer;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ServerSetup;
import java.time.Duration;

/**
 * The conformance application with the ping interval that the public suites expect.
 *
 * <p>Its time-outs are longer than theirs: they must not end what a busy machine is slow at.
 */
final class ConformanceSetup implements ServerSetup {
  static final Duration PING_INTERVAL = Duration.ofMillis(300);
  static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** What a violation may take to be answered, half of the time at least. */
  static final Duration PROMISED = Duration.ofMillis(100);

  /** Beyond this a wait has failed. */
  static final Duration BOUND = Duration.ofSeconds(5);

  @Override
  public void configure(LibertyServer.Builder server) {
    server
        .war(ConformanceServer.war())
        .config(ConformanceServer.settings())
        .config("parley.engine.ping-interval", PING_INTERVAL.toMillis() + "ms")
        .config("parley.engine.ping-timeout", PING_TIMEOUT.toMillis() + "ms")
        .config("parley.socketio.connect-timeout", CONNECT_TIMEOUT.toMillis() + "ms");
  }
}
