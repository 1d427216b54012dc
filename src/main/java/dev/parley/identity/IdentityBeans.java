package dev.parley.identity;

import dev.parley.gateway.api.SharedEvents;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;

/**
 * Puts the feature together.
 *
 * <p>The verifier is made at its first use, and the product uses it at start: a node without keys,
 * issuer or audiences does not start. An application that replaces the authenticator by one of its
 * own does not need any of them.
 */
@Dependent
class IdentityBeans {
  private static final System.Logger LOG = System.getLogger(IdentityBeans.class.getName());

  @Produces
  @Singleton
  static IdentitySettings settings(Settings settings) {
    return IdentitySettings.from(settings);
  }

  @Produces
  @ApplicationScoped
  static TokenVerifier verifier(IdentitySettings settings, TimeSource time) {
    return new JwtTokenVerifier(settings, time);
  }

  @Produces
  @Singleton
  static UserDirectory users(TimeSource time) {
    return new InMemoryUserDirectory(time);
  }

  @Produces
  @Singleton
  static ConnectionLimits limits(IdentitySettings settings) {
    return new ConnectionLimits(settings);
  }

  @Produces
  @Singleton
  static AdmissionPolicy admission(ConnectionLimits limits) {
    return new AddressAdmission(limits);
  }

  @Produces
  @Singleton
  static TokenClock clock(TimeSource time, IdentitySettings settings) {
    return new TokenClock(time, settings);
  }

  @Produces
  @Singleton
  static SocketAuthenticator authenticator(
      TokenVerifier verifier, UserDirectory users, ConnectionLimits limits, TokenClock clock) {
    return new TokenSocketAuthenticator(verifier, users, limits, clock);
  }

  @Produces
  @Singleton
  static SharedEvents events(
      TokenVerifier verifier,
      UserDirectory users,
      Scheduler scheduler,
      TokenClock clock,
      IdentitySettings settings,
      NodeName node) {
    return new IdentityEvents(verifier, users, scheduler, clock, settings.expiryWarning(), node);
  }

  /** A wrong key is told at start, not to the first client. */
  static void openKeys(
      @Observes Startup event, SocketAuthenticator authenticator, TokenVerifier verifier) {
    if (authenticator instanceof TokenSocketAuthenticator) {
      // Asking the bean behind the proxy who it is makes it.
      LOG.log(Level.INFO, "Tokens are verified by " + verifier);
    }
  }
}
