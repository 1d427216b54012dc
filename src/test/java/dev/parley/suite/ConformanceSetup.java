package dev.parley.suite;

import dev.parley.devserver.ConformanceServer;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ServerSetup;
import java.time.Duration;

/** The conformance application with the time-outs that the public suites expect. */
final class ConformanceSetup implements ServerSetup {
  static final Duration PING_INTERVAL = Duration.ofMillis(300);
  static final Duration PING_TIMEOUT = Duration.ofMillis(200);
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** What a violation may take to be answered, half of the time at least. */
  static final Duration PROMISED = Duration.ofMillis(100);

  /**
   * What a single one may take on a machine that has other things to do; less than any time-out of
   * the application, so that none of them can pass for the answer.
   */
  static final Duration AT_ONCE = Duration.ofMillis(250);

  /** Beyond this a wait has failed. */
  static final Duration BOUND = Duration.ofSeconds(5);

  @Override
  public void configure(LibertyServer.Builder server) {
    server.war(ConformanceServer.war()).config(ConformanceServer.settings());
  }
}
