/**
 * The global room's ports on one node: messages in memory, the feed over the gateway's emitter.
 *
 * <p>Belongs here: what implements a port of {@code control} or of {@code presence.api}. A database
 * comes as another adapter beside these.
 */
package dev.parley.chat.globalroom.adapter;
