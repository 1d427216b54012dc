/**
 * Plain WebSocket at {@code /ws}: one JSON object a frame, on the same gateway as Socket.IO.
 *
 * <p>Belongs here: that protocol, its handshake and its heartbeat; {@code docs/PROTOCOL-WS.md}
 * describes it for clients. Does not: what events mean, or how a WebSocket is written to ({@code
 * outbound} and {@code engineio.transport}).
 */
package dev.parley.plainws;
