/**
 * The health checks: started, ready, live.
 *
 * <p>Belongs here: what tells a load balancer or a supervisor what to do with this node. Does not:
 * measurements for people; they stand in {@code platform.metrics}.
 */
package dev.parley.platform.health;
