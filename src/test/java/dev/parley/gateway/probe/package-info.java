/**
 * An application for container tests of the gateway: one namespace, and a spy between each two
 * decorators of the chain.
 *
 * <p>Belongs here: what runs inside the server under test. It is packed with the product's gateway
 * and never part of the product.
 */
package dev.parley.gateway.probe;
