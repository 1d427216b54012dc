/**
 * What clients do that they should not, and what the product makes of it.
 *
 * <p>Belongs here: black-box tests against the product's WAR, each beside a healthy connection that
 * must notice nothing, and each followed by a look for leaks: sessions, log lines, answers. Does
 * not: what well-behaved clients see.
 */
package dev.parley.abuse;
