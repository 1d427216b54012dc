/**
 * What the product costs next to the bare server, measured in one run.
 *
 * <p>Belongs here: the load client, the readings and the report of {@code ./mvnw -Pbench-cost}.
 * Does not: pass or fail; figures of one machine are no test.
 */
package dev.parley.bench;
