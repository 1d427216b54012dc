/**
 * The Engine.IO 4 session: its states, heartbeat, upgrade and end, over any transport.
 *
 * <p>Belongs here: what the protocol document says of a session. Does not: servlet or WebSocket
 * types (they stand in {@code engineio.transport}), Socket.IO packets, users.
 */
package dev.parley.engineio.session;
