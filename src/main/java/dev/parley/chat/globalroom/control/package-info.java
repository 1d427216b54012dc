/**
 * The use cases of the global room, and the ports they need.
 *
 * <p>Belongs here: what joining, leaving and posting mean. Does not: event names, JSON, or where
 * messages are kept.
 */
package dev.parley.chat.globalroom.control;
