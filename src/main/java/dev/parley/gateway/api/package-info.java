/**
 * The gateway as features and protocols see it.
 *
 * <p>Belongs here: namespaces, event descriptors, the socket, the emitter, the one-method
 * dispatcher, and the two ports between a protocol and the gateway. Does not: how an event is
 * routed (that is {@code gateway.dispatch}) or checked ({@code gateway.chain}).
 */
package dev.parley.gateway.api;
