/**
 * Frames on their way to one connection.
 *
 * <p>Belongs here: the frame, its delivery class, and the one bounded writer per connection. Does
 * not: what a frame means, or how a transport puts it on the wire. Depends on the kernel only.
 */
package dev.parley.outbound;
