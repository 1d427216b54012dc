/**
 * Servers in the foreground: for developers, and for conformance suites from outside.
 *
 * <p>Belongs here: the main classes behind {@code ./mvnw -Pdev} and {@code ./mvnw -Pconformance}.
 * Does not: how a server is made, which is the harness in {@code testing}.
 */
package dev.parley.devserver;
