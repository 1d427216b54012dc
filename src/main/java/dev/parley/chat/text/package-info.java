/**
 * What people may type, and what a client may call it.
 *
 * <p>Belongs here: the constraints that every kind of message shares. Does not: payload records, or
 * encoding for the screen (text is stored as typed and encoded where it is shown).
 */
package dev.parley.chat.text;
