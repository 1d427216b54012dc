/**
 * What all resources under {@code /api} share: the application, errors, bodies, and who may call.
 *
 * <p>Belongs here: rules of HTTP. Does not: any resource; they stand in their feature.
 */
package dev.parley.platform.rest;
