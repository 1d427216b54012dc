/**
 * Decides, by configuration, whether this node is one of many over Redis or alone in memory.
 *
 * <p>Belongs here: the rows of {@code parley.redis.*} and {@code parley.cluster.*}, the producers
 * of the cluster ports, their metrics, the order in which they are closed. Does not: anything that
 * a port does.
 */
package dev.parley.cluster.wiring;
