package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases.NodeInfo;

/**
 * A lease as Redis has it.
 *
 * @param expiry when it runs out, by the clock of Redis; changes with each renewal
 * @param runs whether it has not run out yet
 * @param info see {@link NodeSelf#text}
 */
record Lease(String incarnation, long expiry, boolean runs, String info) {
  private static final int WORDS = 4;

  NodeInfo node() {
    String[] words = words();
    return words.length == WORDS
        ? new NodeInfo(words[0], incarnation, words[1], Long.parseLong(words[2]))
        : new NodeInfo("", incarnation, "", 0);
  }

  /** Where the node runs; empty when it does not say. */
  String process() {
    String[] words = words();
    return words.length == WORDS ? words[3] : "";
  }

  private String[] words() {
    return info.split(" ", WORDS);
  }
}
