package dev.parley.gateway.api;

/**
 * What of missed events a connection can take at once.
 *
 * @param events how many
 * @param bytes of all together on the wire
 */
public record ReplayLimit(int events, long bytes) {
  /** Of a protocol that cannot take a lost connection up again. */
  public static final ReplayLimit NONE = new ReplayLimit(0, 0);
}
