/**
 * Writes the tables of {@code docs/} from the rows in the code, and fails when they differ.
 *
 * <p>Belongs here: documents about the whole wire contract. Does not: documents of one package,
 * which stand in its own tests.
 */
package dev.parley.docs;
