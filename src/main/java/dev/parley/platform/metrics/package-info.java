/**
 * Metrics of the parts below the gateway: connections, bytes, timers.
 *
 * <p>Belongs here: reading what others count. Does not: metrics of sockets and events; they stand
 * in {@code gateway.meter}. Every meter is looked up once.
 */
package dev.parley.platform.metrics;
