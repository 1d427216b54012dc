/**
 * The load generator as the benchmark sees it.
 *
 * <p>Belongs here: its processes, and orders that go to all of them. Does not: what is ordered.
 */
package dev.parley.bench.fleet;
