/**
 * What the benchmark tells its load generator, and what it hears back.
 *
 * <p>Belongs here: the orders, the answers, and the lines that they travel as. Does not: sockets,
 * processes, or what figures mean.
 */
package dev.parley.bench.order;
