package dev.parley.presence.control;

import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.presence.api.OnlineUsers;
import dev.parley.presence.api.RootNamespace;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who is online in {@code /}, on any node. Safe on any thread; questions may block. */
public final class Presence implements OnlineUsers {
  private final Roster roster;

  public Presence(Roster roster) {
    this.roster = roster;
  }

  /** A socket came; never blocks. */
  public void connected(Member member) {
    roster.put(RootNamespace.PATH, member);
  }

  /** A socket is gone; never blocks. */
  public void disconnected(String userId, String socketId) {
    roster.remove(RootNamespace.PATH, userId, socketId);
  }

  /**
   * Takes what a user says on a socket.
   *
   * @return the user's status over all sockets
   */
  public Roster.Status set(Member member) {
    roster.put(RootNamespace.PATH, member);
    return standings(List.of(member.userId())).get(member.userId()).status();
  }

  /** How users stand now; those in the grace are still online. */
  public Map<String, Standing> standings(Collection<String> userIds) {
    return roster.standings(RootNamespace.PATH, userIds);
  }

  @Override
  public int sockets(String userId) {
    return roster.sockets(RootNamespace.PATH, userId);
  }
}
