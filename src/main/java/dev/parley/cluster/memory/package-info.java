/**
 * The cluster ports on a single node, in memory.
 *
 * <p>Belongs here: twins that keep every promise of the ports, for one node without Redis and for
 * tests. Does not: anything that only a test needs. The contract suites of the ports run over them.
 */
package dev.parley.cluster.memory;
