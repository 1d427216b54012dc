/**
 * Log lines that are made of facts: with JSON logs as fields of the line, else as {@code
 * key=value}.
 *
 * <p>Belongs here: how such a line is written, and the lines of connections. Does not: the lines of
 * events, which the chain writes.
 */
package dev.parley.gateway.logging;
