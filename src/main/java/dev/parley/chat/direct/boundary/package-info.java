/** The direct messages' events in {@code /}: rows, payloads and a handler. */
package dev.parley.chat.direct.boundary;
