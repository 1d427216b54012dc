/**
 * Nodes that Arquillian starts, deploys to and stops, and tests that run inside of them.
 *
 * <p>Belongs here: what has to look at the beans of a running node, or at containers as Arquillian
 * sees them. Does not: whatever can be seen from outside, which {@code dev.parley.e2e} tests.
 */
package dev.parley.arquillian;
