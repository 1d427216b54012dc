/**
 * Engine.IO on Jakarta Servlet and WebSocket, and the door that every connection comes through.
 *
 * <p>Belongs here: handshake checks, polling requests, WebSocket connections with their limits.
 * Does not: any state of a session. {@link dev.parley.engineio.transport.EngineMount} puts all of
 * it under one path; {@link dev.parley.engineio.transport.HandshakeGate}, {@link
 * dev.parley.engineio.transport.UpgradeTicket} and {@link
 * dev.parley.engineio.transport.WebSocketSink} serve other WebSocket protocols too. How the server
 * behaves in detail, and what follows from it, stands in {@code docs/adr/0002}.
 */
package dev.parley.engineio.transport;
