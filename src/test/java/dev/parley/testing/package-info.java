/**
 * The harness: real servers, stores, browsers and scripts for tests and for the dev server.
 *
 * <p>Belongs here: what starts, watches and stops another process, and what a test needs to reach
 * it. Does not: assertions about Parley itself, or anything that is packed into a WAR.
 */
package dev.parley.testing;
