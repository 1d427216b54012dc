package dev.parley.platform.admin;

import dev.parley.kernel.NodeName;
import dev.parley.platform.lifecycle.Drain;
import dev.parley.platform.rest.AdminOnly;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/**
 * {@code /api/admin/drain}: drains the node that is asked, and tells how far it is.
 *
 * <p>The process goes on when it is drained, until it is stopped; nobody is lost by then.
 */
@Path("/admin/drain")
@AdminOnly
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {
  @Inject private Drain drain;
  @Inject private NodeName name;

  /** Begins, unless it has begun; the answer is the same. */
  @POST
  public Response begin(@Context SecurityContext caller) {
    if (drain.begin()) {
      AdminLog.action("drain", caller.getUserPrincipal().getName(), name.value());
    }
    return Response.accepted(view()).build();
  }

  @GET
  public DrainView progress() {
    return view();
  }

  private DrainView view() {
    Drain.Progress progress = drain.progress();
    return new DrainView(
        name.value(),
        progress.phase().wireName(),
        progress.step().wireName(),
        progress.connections(),
        progress.elapsed().toMillis());
  }

  /** The answer; a node that may be stopped says {@code drained} as its phase. */
  public record DrainView(
      String node, String phase, String step, int connections, long elapsedMs) {}
}
