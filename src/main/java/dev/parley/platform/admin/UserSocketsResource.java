package dev.parley.platform.admin;

import dev.parley.cluster.api.ClusterState;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.platform.rest.AdminOnly;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Comparator;
import java.util.List;

/** {@code /api/admin/users/{id}/sockets}: where a user is connected, on any node. */
@Path("/admin/users/{id}/sockets")
@AdminOnly
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UserSocketsResource {
  @Inject private Roster roster;
  @Inject private ClusterState state;

  /** Longest connected first. */
  @GET
  public UserSockets sockets(@PathParam("id") String id, @Context SecurityContext caller) {
    AdminInput.requireId(id);
    List<SocketView> sockets =
        roster.socketsOf(id).stream()
            .sorted(Comparator.comparing(socket -> socket.member().connectedAt()))
            .map(SocketView::of)
            .toList();
    AdminLog.action("read_sockets", caller.getUserPrincipal().getName(), id);
    return new UserSockets(id, state.isDegraded(), sockets);
  }

  /**
   * The answer.
   *
   * @param degraded whether the store is away, and these are the sockets of the node that answers
   */
  public record UserSockets(String userId, boolean degraded, List<SocketView> sockets) {}

  /**
   * A socket; what is not known of it is left out.
   *
   * @param node the name of the node that has it
   */
  public record SocketView(
      String namespace,
      String socketId,
      String node,
      String deviceId,
      String platform,
      String connectedAt,
      boolean away) {
    static SocketView of(Placed socket) {
      Member member = socket.member();
      return new SocketView(
          socket.namespace(),
          member.socketId(),
          socket.node(),
          member.deviceId(),
          member.platform(),
          member.connectedAt().toString(),
          member.away());
    }
  }
}
