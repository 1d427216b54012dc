package dev.parley.cluster.redis;

/** What a namespace's roster is called in Redis. */
record RosterKeys(String prefix, String namespace) {
  String user(String userId) {
    return inOneSlot("user:" + userId + ":sockets");
  }

  String lastSeen(String userId) {
    return inOneSlot("user:" + userId + ":last_seen");
  }

  String online() {
    return inOneSlot("online_users");
  }

  String cards() {
    return inOneSlot("online_cards");
  }

  String index(String incarnation) {
    return inOneSlot("node:" + incarnation + ":users");
  }

  String gone(String incarnation) {
    return inOneSlot("gone:" + incarnation);
  }

  /**
   * A cache; without braces.
   *
   * <p>Redisson puts braces round the names of caches itself to keep what belongs to one in one
   * slot. Of a name that has some it makes two different ones: entries are noted under one of them
   * and swept under the other, that is, never.
   */
  String cache(String name) {
    return prefix + ":" + namespace + ":" + name;
  }

  private String inOneSlot(String name) {
    return prefix + ":{" + namespace + "}:" + name;
  }
}
