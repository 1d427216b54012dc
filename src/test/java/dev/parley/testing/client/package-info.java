/**
 * Raw clients over plain sockets: they can do what no well-behaved client does.
 *
 * <p>Belongs here: HTTP/1.1, WebSocket and Engine.IO by hand, every wait with a bound. Does not:
 * expectations about Parley; those stand in the tests.
 */
package dev.parley.testing.client;
