package dev.parley.presence.control;

import java.util.Locale;

/** What a user's presence can be. */
public enum Status {
  /** Has a socket whose user did not say otherwise. */
  ONLINE,
  /** Has sockets, and said {@code away} on each. */
  AWAY,
  /** Has no socket. */
  OFFLINE;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
