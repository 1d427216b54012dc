/**
 * What is done to the subjects, and which figures are taken.
 *
 * <p>Belongs here: one class a scenario of the gate. Does not: how load is made, and what figures
 * should be.
 */
package dev.parley.bench.scenario;
