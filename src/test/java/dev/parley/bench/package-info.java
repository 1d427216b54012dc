/**
 * The benchmark gate: Parley next to the stack that it replaces, measured in one run.
 *
 * <p>Belongs here: the program of {@code ./mvnw -Pbench verify} and its settings; below it the load
 * generator ({@code order}, {@code load}, {@code fleet}), what is measured ({@code subject}), how
 * ({@code scenario}) and the page that comes of it ({@code report}). Does not: pass or fail by
 * figures; those of one machine are no test. Lost messages are a failure.
 */
package dev.parley.bench;
