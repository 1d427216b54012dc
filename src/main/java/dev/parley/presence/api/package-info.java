/**
 * Presence as other features see it, and what presence needs of them.
 *
 * <p>Belongs here: small ports in both directions. Does not: statuses, or how they are kept.
 */
package dev.parley.presence.api;
