package dev.parley.testing;

/**
 * Which of the JVMs that run tests side by side this one is.
 *
 * <p>Ports and the folders of servers go by it. The system properties {@code parley.tests.fork} and
 * {@code parley.tests.forks} tell; without them there is one.
 */
final class TestFork {
  private TestFork() {}

  /** From 1 to {@link #count}. */
  static int number() {
    return Integer.getInteger("parley.tests.fork", 1);
  }

  /** How many there are. */
  static int count() {
    return Integer.getInteger("parley.tests.forks", 1);
  }
}
