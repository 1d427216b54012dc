/**
 * Messages from user to user over the namespace {@code /}, to every device of the receiver.
 *
 * <p>This package only puts the feature together. Nothing is stored yet: a message is accepted when
 * its receiver is here. Conversations with a history are another feature.
 */
package dev.parley.chat.direct;
