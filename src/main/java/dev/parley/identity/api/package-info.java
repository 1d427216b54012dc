/**
 * Who a client is: verified tokens and what the handshake said.
 *
 * <p>Belongs here: the values and ports that transports, gateway and features share. Does not: how
 * a token is verified.
 */
package dev.parley.identity.api;
