/**
 * Black-box suites of both protocols against the conformance application, over real sockets.
 *
 * <p>Belongs here: each rule that the protocol documents state, strict in time. Does not: what only
 * the product promises.
 */
package dev.parley.suite;
