/**
 * What only the dev WAR serves: tokens for whoever asks.
 *
 * <p>Belongs here: conveniences that a product must never have. Does not: anything that a feature
 * needs.
 */
package dev.parley.devapp;
