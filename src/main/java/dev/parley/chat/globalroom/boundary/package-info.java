/**
 * The namespace {@code /global-chat}: its tables of events, their payloads, and a handler a row.
 *
 * <p>Belongs here: wire names and JSON. Does not: what posting or joining means.
 */
package dev.parley.chat.globalroom.boundary;
