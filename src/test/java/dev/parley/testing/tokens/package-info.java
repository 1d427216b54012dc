/**
 * Keys and signed tokens for tests and for the dev server.
 *
 * <p>Belongs here: whatever can sign. It is packed into the dev WAR only, so that the product holds
 * no code that makes a token. Depends on the JDK and jose4j.
 */
package dev.parley.testing.tokens;
