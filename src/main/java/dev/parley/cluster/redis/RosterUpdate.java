package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Member;
import java.util.List;

/**
 * What a node says of a user at a moment.
 *
 * @param acknowledged the version whose answer came last
 * @param name null when it is not known
 * @param drop null for none
 */
record RosterUpdate(
    String incarnation,
    long version,
    long acknowledged,
    String userId,
    String name,
    List<Member> sockets,
    RosterUser.Drop drop) {
  boolean isAway() {
    return !sockets.isEmpty() && sockets.stream().allMatch(Member::away);
  }
}
