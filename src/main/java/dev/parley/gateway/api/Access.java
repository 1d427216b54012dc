package dev.parley.gateway.api;

/** Who may send an event, as far as the token alone can tell. */
public enum Access {
  /** Any connected socket, anonymous ones of applications that admit them included. */
  ANYONE,
  /** Sockets with a verified token. */
  USER,
  /** Sockets whose token has the group {@code admin}. */
  ADMIN
}
