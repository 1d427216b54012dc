/**
 * REST and health as MicroShed Testing sees a service: a life cycle of its own, then plain HTTP.
 *
 * <p>Belongs here: black-box tests of resources against a server that the tests start, without
 * Docker. Does not: sockets.
 */
package dev.parley.microshed;
