/**
 * The inside of the gateway: sockets, their lanes and rooms, and the way to a handler.
 *
 * <p>Belongs here: what is alike for every protocol and every feature. Does not: the checks round a
 * handler (they stand in {@code gateway.chain}), wire formats, features.
 */
package dev.parley.gateway.dispatch;
