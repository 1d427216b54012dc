/**
 * The servers under measurement, and what is read of their processes.
 *
 * <p>Belongs here: how each kind is started, and meters. Does not: clients, and what figures mean.
 */
package dev.parley.bench.subject;
