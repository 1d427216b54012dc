/**
 * What was measured, kept and shown.
 *
 * <p>Belongs here: measures, the figures of each round, targets, the page and its plots. Does not:
 * servers and load.
 */
package dev.parley.bench.report;
