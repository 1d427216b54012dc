/**
 * What every inbound event passes on its way to a handler: six CDI decorators round the one {@link
 * dev.parley.gateway.api.Dispatcher}.
 *
 * <p>Outermost first, by priority: logging 100, metrics 200, error mapping 300, authorization 400,
 * throttling 500, validation 600. Belongs here: one thin class each, and what it alone needs. Does
 * not: anything that only one feature wants.
 */
package dev.parley.gateway.chain;
