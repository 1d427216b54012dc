package dev.parley.identity;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.Places;
import dev.parley.cluster.api.Revocations;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.identity.api.TokenRevocations;
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
  static TokenVerifier verifier(IdentitySettings settings, TimeSource time, RevokedTokens revoked) {
    return new UnrevokedTokenVerifier(new JwtTokenVerifier(settings, time), revoked);
  }

  @Produces
  @Singleton
  static UserDirectory users(TimeSource time) {
    return new InMemoryUserDirectory(time);
  }

  @Produces
  @Singleton
  static ConnectionLimits limits(IdentitySettings settings, Places places) {
    return new ConnectionLimits(settings, places);
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
      TokenVerifier verifier,
      UserDirectory users,
      ConnectionLimits limits,
      TokenClock clock,
      RevokedTokens revoked) {
    return new TokenSocketAuthenticator(verifier, users, limits, clock, revoked);
  }

  @Produces
  @Singleton
  static IdentityEvents events(
      TokenVerifier verifier,
      UserDirectory users,
      Scheduler scheduler,
      TokenClock clock,
      IdentitySettings settings,
      NodeName node,
      RevokedTokens revoked) {
    return new IdentityEvents(
        verifier, users, scheduler, clock, settings.expiryWarning(), node, revoked);
  }

  @Produces
  @Singleton
  static RevokedTokens revoked(TimeSource time) {
    return new RevokedTokens(time);
  }

  @Produces
  @Singleton
  static RevocationFeed feed(
      Revocations store,
      RevokedTokens revoked,
      IdentityEvents events,
      Settings settings,
      Scheduler scheduler) {
    return new RevocationFeed(
        store,
        revoked,
        events::endRevoked,
        settings.get(IdentitySettings.REVOCATION_LIFE),
        scheduler);
  }

  @Produces
  @Singleton
  static TokenRevocations revocations(
      Broker broker, Revocations store, Settings settings, TimeSource time) {
    return new ClusterTokenRevocations(
        broker, store, settings.get(IdentitySettings.REVOCATION_LIFE), time);
  }

  static void follow(@Observes Startup event, RevocationFeed feed) {
    feed.start();
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
