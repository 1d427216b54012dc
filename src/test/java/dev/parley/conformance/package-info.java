/**
 * What the public protocol suites talk to, built from the same gateway API as the product.
 *
 * <p>Packed into a test WAR in place of the product's features; never part of the product's.
 * Belongs here: the namespaces and the echo that the suites expect. Does not: tests.
 */
package dev.parley.conformance;
