/**
 * Ids, codes and time: the words that every other package shares.
 *
 * <p>Belongs here: value types and closed tables without behaviour of their own. Does not: anything
 * that knows a framework, a protocol or a feature. Depends on the JDK only.
 */
package dev.parley.kernel;
