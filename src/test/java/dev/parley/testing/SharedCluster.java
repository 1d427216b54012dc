package dev.parley.testing;

/**
 * The cluster of three nodes that tests of one run share: starting one takes half a minute.
 *
 * <p>Started when it is first asked for; its processes end with this JVM. Safe on any thread.
 */
public final class SharedCluster {
  /** Connections that one address may hold at all nodes together. */
  public static final int CONNECTIONS_PER_IP = 40;

  /** Connections that one user may hold at all nodes together. */
  public static final int CONNECTIONS_PER_USER = 8;

  private static ClusterHarness cluster;
  private static String failure;

  private SharedCluster() {}

  /**
   * The cluster.
   *
   * @throws IllegalStateException when it could not be started; it is not tried twice
   */
  public static synchronized ClusterHarness get() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (cluster == null) {
      try {
        cluster = start();
      } catch (RuntimeException failed) {
        failure = "The shared cluster did not start: " + failed.getMessage();
        throw failed;
      }
    }
    return cluster;
  }

  private static ClusterHarness start() {
    return ClusterHarness.named("shared")
        // The second compiler would cost more than it saves in the few minutes that they live.
        .eachNode(node -> node.jvmOption("-XX:TieredStopAtLevel=1"))
        // A fifth of that without it, and since JDK 20 a collection of everything as it fills.
        .eachNode(node -> node.jvmOption("-XX:ReservedCodeCacheSize=240m"))
        .forgetful()
        .config("parley.limits.connections-per-ip", Integer.toString(CONNECTIONS_PER_IP))
        .config("parley.limits.connections-per-user", Integer.toString(CONNECTIONS_PER_USER))
        .start();
  }
}
