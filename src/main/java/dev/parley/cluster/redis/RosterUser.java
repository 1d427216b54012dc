package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.Roster.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a node knows of a user who has, or had, sockets here; guarded by its space's lock. */
final class RosterUser {
  // Most users have one socket or two.
  private static final int FEW = 2;

  final String id;
  final Map<String, Member> sockets = new LinkedHashMap<>(FEW);
  final Map<String, Drop> drops = new LinkedHashMap<>(FEW);
  String name;
  boolean underWay;

  /** The version whose answer came. */
  long acknowledged;

  long writtenNanos;

  /** When it was last noted whose all the sockets are. */
  long notedNanos;

  /** When the last socket here went. */
  long emptyNanos;

  /** As the last answer said. */
  boolean online;

  int others;

  /** What was announced without Redis since the last answer; null for nothing. */
  Boolean toldAlone;

  RosterUser(String id) {
    this.id = id;
  }

  boolean isAway() {
    return !sockets.isEmpty() && sockets.values().stream().allMatch(Member::away);
  }

  /** Whether the others think that the user is online. */
  boolean isAnnounced() {
    return toldAlone == null ? online : toldAlone;
  }

  /** What is to be taken away of an incarnation that ended. */
  record Drop(String incarnation, End end, CompletableFuture<Void> done) {}
}
