/**
 * Engine.IO 4 on the wire: packets, frames, payloads, the open packet.
 *
 * <p>Belongs here: what the protocol document says about the form of a packet, and the limits on
 * it. Does not: whether a packet is allowed now (the session's state decides that), transports,
 * Socket.IO. Depends on the JDK only; nothing here blocks or keeps state.
 */
package dev.parley.engineio.protocol;
