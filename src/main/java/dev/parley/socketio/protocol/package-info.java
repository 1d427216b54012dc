/**
 * Socket.IO 5 on the wire: packets, their decoder and encoder, and the binary assembler.
 *
 * <p>Belongs here: the grammar of the protocol document, and the limits on what a client may send.
 * Does not: whether a packet is allowed now (the session decides that), Engine.IO, events of the
 * product. Depends on the JDK and {@code jakarta.json}; nothing here blocks.
 */
package dev.parley.socketio.protocol;
