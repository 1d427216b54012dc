package dev.parley.platform.admin;

import dev.parley.cluster.api.ClusterState;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.NodeLeases.NodeInfo;
import dev.parley.gateway.api.GatewayLoad;
import dev.parley.kernel.NodeName;
import dev.parley.platform.lifecycle.Drain;
import dev.parley.platform.rest.AdminOnly;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /api/admin/cluster}: the nodes as this one sees them. */
@Path("/admin/cluster")
@AdminOnly
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {
  @Inject private NodeName name;
  @Inject private Drain drain;
  @Inject private GatewayLoad load;
  @Inject private ClusterState state;
  @Inject private Instance<NodeLeases> leases;

  @GET
  public ClusterView cluster() {
    Drain.Progress progress = drain.progress();
    ThisNode self =
        new ThisNode(
            name.value(),
            progress.phase().wireName(),
            load.sockets(),
            progress.connections(),
            load.eventsInWork(),
            state.isJoined(),
            state.isDegraded());
    List<NodeInfo> nodes = leases.isResolvable() ? leases.get().nodes() : List.of();
    return new ClusterView(self, nodes);
  }

  /**
   * The answer.
   *
   * @param nodes all whose leases live, as last seen; empty where one node is the cluster
   */
  public record ClusterView(ThisNode node, List<NodeInfo> nodes) {}

  /**
   * The node that answers.
   *
   * @param degraded whether it serves its own clients alone, because the store is away
   */
  public record ThisNode(
      String name,
      String phase,
      long sockets,
      int connections,
      long eventsInWork,
      boolean joined,
      boolean degraded) {}
}
