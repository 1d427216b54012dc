/**
 * The one public room: who is in it, what is said in it.
 *
 * <p>This package only puts the feature together. {@code boundary} holds the namespace {@code
 * /global-chat} with its rows and payloads, {@code control} the use cases and ports, {@code entity}
 * the values, {@code adapter} what implements the ports on one node.
 */
package dev.parley.chat.globalroom;
