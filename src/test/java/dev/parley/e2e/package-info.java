/**
 * The main job from outside: published clients and a browser talk through a running server.
 *
 * <p>Belongs here: what a user of the product would notice. Does not: the protocols' rules, which
 * have raw clients and tests of their own.
 */
package dev.parley.e2e;
