package dev.parley.cluster.redis;

import dev.parley.cluster.api.SessionStore.Session;

/** What a session is found by. */
record SessionKey(String namespace, String pid) {
  static SessionKey of(Session session) {
    return new SessionKey(session.namespace(), session.pid());
  }

  /** Its name in Redis, in the slot of its namespace. */
  String in(String prefix) {
    return prefix + ":{" + namespace + "}:session:" + pid;
  }

  /** The pid stays out of logs. */
  @Override
  public String toString() {
    return "SessionKey[" + namespace + "]";
  }
}
