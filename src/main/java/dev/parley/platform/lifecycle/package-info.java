/**
 * The end of a node: it stops to take clients, parts from those it has, and holds nothing more.
 *
 * <p>Belongs here: the drain, its pace, what triggers it and what clients are told. Does not: how a
 * connection closes; its protocol knows. ADR 0016 says why it is done this way.
 */
package dev.parley.platform.lifecycle;
