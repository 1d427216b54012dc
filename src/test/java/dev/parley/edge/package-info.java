/**
 * Tests of what stands in front of the nodes: {@code ops/nginx}, with a real Nginx.
 *
 * <p>Belongs here: routing, retries, limits, addresses and what is not let out. Does not: how nodes
 * work together, which {@code dev.parley.cluster} tests.
 */
package dev.parley.edge;
