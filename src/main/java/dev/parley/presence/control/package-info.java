/**
 * Presence itself: from sockets to statuses, and from statuses to announcements.
 *
 * <p>Belongs here: when somebody counts as online, away or offline, and when others are told. Does
 * not: event names, JSON, the gateway.
 */
package dev.parley.presence.control;
