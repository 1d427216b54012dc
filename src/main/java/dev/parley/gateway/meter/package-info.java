/**
 * What the gateway measures, as one table, and the port that it is written to.
 *
 * <p>Belongs here: the rows that {@code docs/METRICS.md} is made of, and the adapter to
 * MicroProfile Metrics. Does not: what is measured where; the callers know that.
 */
package dev.parley.gateway.meter;
