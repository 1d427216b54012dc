package dev.parley.gateway.dispatch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.Executor;

/**
 * The threads that lanes run on: virtual ones where the JVM has them, the server's pool otherwise.
 *
 * <p>Only the application's own context goes with a task: handlers need its class loader and its
 * names (JPA, JNDI). Security and transactions are not captured, since a task belongs to a socket
 * and not to the request that happened to carry it; capturing them costs more than most events.
 */
@ContextServiceDefinition(
    name = "java:module/concurrent/laneContext",
    propagated = ContextServiceDefinition.APPLICATION,
    cleared = {ContextServiceDefinition.SECURITY, ContextServiceDefinition.TRANSACTION},
    unchanged = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
    name = "java:module/concurrent/lanes",
    context = "java:module/concurrent/laneContext",
    virtual = true)
@Dependent
class LaneThreads {
  @Resource(lookup = "java:module/concurrent/lanes")
  private ManagedExecutorService threads;

  Executor executor() {
    return threads;
  }
}
