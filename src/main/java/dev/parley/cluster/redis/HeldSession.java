package dev.parley.cluster.redis;

import dev.parley.cluster.api.SessionStore.Session;

/** A session of this node; guarded by its store's lock. */
final class HeldSession {
  /** How far it is. */
  enum Phase {
    CONNECTED,
    SUSPENDED,
    ENDED
  }

  Session session;
  Phase phase = Phase.CONNECTED;
  boolean underWay;
  long writtenNanos;

  /** When a suspended one is forgotten. */
  long untilNanos;

  HeldSession(Session session) {
    this.session = session;
  }
}
