package dev.parley.faults;

import java.net.URI;

/**
 * A published client to be opened.
 *
 * @param client its name; unique in a run, also its device
 * @param url a node or the front, without a slash at the end
 * @param address the loopback address to come from; null for any
 * @param mode {@code polling}, {@code websocket} or {@code upgrade}
 * @param atOnce whether it first comes back at once, as our page does; else by its own timer
 * @param window how many of its messages may wait for their acks at a time
 */
record Bot(
    String client,
    String user,
    String namespace,
    URI url,
    String token,
    String address,
    String mode,
    boolean atOnce,
    int window) {}
