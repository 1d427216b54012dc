/**
 * The namespace {@code /}: presence's tables of events, their payloads, and a handler a row.
 *
 * <p>Belongs here: wire names and JSON. Does not: events that other features add to {@code /} (they
 * implement {@code presence.api.RootEvents}).
 */
package dev.parley.presence.boundary;
