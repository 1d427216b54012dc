/**
 * Rules about the code itself, read from class files and sources.
 *
 * <p>Belongs here: what no compiler checks but the project has decided (see {@code docs/adr}). Does
 * not: anything that runs the product.
 */
package dev.parley.architecture;
