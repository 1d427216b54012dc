package dev.parley.platform.rest;

import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets callers in whose token is good and names the group {@code admin}.
 *
 * <p>By the project's own verifier and not the server's (ADR 4): the same rules decide for sockets
 * and requests, a revoked token is refused here, too, and every refusal has the one error shape.
 */
@AdminOnly
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class AdminGate implements ContainerRequestFilter {
  private static final String GROUP = "admin";
  private static final String SCHEME = "Bearer ";

  // A provider needs a public constructor, and a proxy one without parameters.
  @Inject private TokenVerifier verifier;

  @Override
  public void filter(ContainerRequestContext request) {
    VerifiedToken token = verifier.verify(bearer(request));
    if (!token.groups().contains(GROUP)) {
      throw new ParleyException(ErrorCode.FORBIDDEN);
    }
    request.setSecurityContext(new Caller(token, request.getSecurityContext()));
  }

  private static String bearer(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
    return header.substring(SCHEME.length()).strip();
  }

  private record Caller(VerifiedToken token, SecurityContext connection)
      implements SecurityContext {
    @Override
    public java.security.Principal getUserPrincipal() {
      return token::userId;
    }

    @Override
    public boolean isUserInRole(String role) {
      return token.groups().contains(role);
    }

    @Override
    public boolean isSecure() {
      return connection.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return "MP-JWT";
    }
  }
}
