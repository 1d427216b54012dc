package dev.parley.platform.admin;

import dev.parley.identity.api.TokenRevocations;
import dev.parley.identity.api.TokenRevocations.Revoked;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import dev.parley.platform.rest.AdminOnly;
import dev.parley.platform.rest.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletionStage;

/** {@code /api/admin/users/{id}/revoke} and {@code /api/admin/tokens/{jti}/revoke}. */
@Path("/admin")
@AdminOnly
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RevocationResource {
  /** Further ahead would lock a user out rather than end their tokens. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  @Inject private TokenRevocations revocations;
  @Inject private TimeSource time;

  /**
   * Revokes a user's tokens that were issued before now.
   *
   * @param body none, or {@code {"before": "2030-01-01T12:00:00Z"}} for another moment
   */
  @POST
  @Path("/users/{id}/revoke")
  public CompletionStage<Response> user(
      @PathParam("id") String id, InputStream body, @Context SecurityContext caller) {
    AdminInput.requireId(id);
    String admin = caller.getUserPrincipal().getName();
    return revocations
        .revokeUser(id, JsonBody.of(body).text("before").map(this::moment))
        .thenApply(done -> answer("revoke_user", admin, id, done));
  }

  @POST
  @Path("/tokens/{jti}/revoke")
  public CompletionStage<Response> token(
      @PathParam("jti") String tokenId, InputStream body, @Context SecurityContext caller) {
    AdminInput.requireId(tokenId);
    JsonBody.of(body);
    String admin = caller.getUserPrincipal().getName();
    return revocations
        .revokeToken(tokenId)
        .thenApply(done -> answer("revoke_token", admin, tokenId, done));
  }

  private static Response answer(String action, String admin, String subject, Revoked done) {
    AdminLog.action(action, admin, subject);
    return Response.accepted(new RevocationView(done.before().toString(), done.pending())).build();
  }

  private Instant moment(String text) {
    Instant moment;
    try {
      moment = Instant.parse(text);
    } catch (DateTimeParseException invalid) {
      throw new ParleyException(
          ErrorCode.VALIDATION_FAILED, "before must be a moment as 2030-01-01T12:00:00Z");
    }
    if (moment.isBefore(Instant.EPOCH) || moment.isAfter(time.now().plus(MOST_AHEAD))) {
      throw new ParleyException(
          ErrorCode.VALIDATION_FAILED, "before must be since 1970 and at most 5 minutes ahead");
    }
    return moment;
  }

  /**
   * The answer.
   *
   * @param before tokens issued before it are worthless
   * @param pending whether other nodes will hear of it only when the store is back
   */
  public record RevocationView(String before, boolean pending) {}
}
