package dev.parley.testing;

/**
 * Describes a server that test classes share; one class, one server a run.
 *
 * <p>Implementations need a constructor without arguments.
 */
public interface ServerSetup {
  /** Says what differs from the product that trusts the tokens of the test key. */
  void configure(LibertyServer.Builder server);

  /** The product as it ships. */
  final class Product implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder server) {
      // Nothing differs.
    }
  }
}
