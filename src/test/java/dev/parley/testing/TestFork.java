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
    return property("parley.tests.fork");
  }

  /** How many there are. */
  static int count() {
    return property("parley.tests.forks");
  }

  /** What is no number must not pass for one: all would share what is one's own. */
  private static int property(String name) {
    return Integer.parseInt(System.getProperty(name, "1"));
  }
}
