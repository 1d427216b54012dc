/**
 * Who a socket acts for, and for how long: tokens, users, connection caps, expiry and refresh.
 *
 * <p>Belongs here: the one verifier of tokens, the authenticator of sockets, and the events that
 * every namespace has. Does not: how a token travels (transports do that) or what a user may do
 * inside a feature.
 */
package dev.parley.identity;
