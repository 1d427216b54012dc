package dev.parley.cluster.wiring;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.Executor;

/**
 * The threads that the logs run on: virtual ones where the JVM has them, the server's pool
 * otherwise.
 *
 * <p>With the application's class loader and names, and nothing of whoever published.
 */
@ContextServiceDefinition(
    name = "java:module/concurrent/clusterContext",
    propagated = ContextServiceDefinition.APPLICATION,
    cleared = {ContextServiceDefinition.SECURITY, ContextServiceDefinition.TRANSACTION},
    unchanged = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
    name = "java:module/concurrent/cluster",
    context = "java:module/concurrent/clusterContext",
    virtual = true)
@Dependent
class ClusterThreads {
  @Resource(lookup = "java:module/concurrent/cluster")
  private ManagedExecutorService threads;

  Executor executor() {
    return threads;
  }
}
