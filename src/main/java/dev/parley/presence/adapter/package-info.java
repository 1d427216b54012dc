/** Presence's outgoing ports over the gateway's emitter. */
package dev.parley.presence.adapter;
