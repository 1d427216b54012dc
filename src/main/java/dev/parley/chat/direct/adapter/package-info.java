/** The direct messages' ports over the gateway's emitter. */
package dev.parley.chat.direct.adapter;
