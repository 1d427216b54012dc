/**
 * Socket.IO 5 over one Engine.IO session: namespaces, their sockets, acks and time-outs.
 *
 * <p>Belongs here: whether a packet is allowed now, and how the gateway's words become packets.
 * Does not: the grammar of packets ({@code socketio.protocol}), rooms and events (the gateway's).
 */
package dev.parley.socketio.session;
