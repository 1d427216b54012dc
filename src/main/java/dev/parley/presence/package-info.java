/**
 * Who is online, and the namespace {@code /} that carries the infrastructure's events.
 *
 * <p>This package only puts the feature together; other features see {@code presence.api} alone.
 */
package dev.parley.presence;
