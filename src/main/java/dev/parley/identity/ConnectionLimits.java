package dev.parley.identity;

import dev.parley.cluster.api.Places;

/** How many connections one user and one address hold over all nodes. */
final class ConnectionLimits {
  private final ConnectionCounter perUser;
  private final ConnectionCounter perAddress;

  ConnectionLimits(IdentitySettings settings, Places places) {
    this.perUser = new ConnectionCounter(places, "user", settings.connectionsPerUser());
    this.perAddress = new ConnectionCounter(places, "address", settings.connectionsPerAddress());
  }

  ConnectionCounter perUser() {
    return perUser;
  }

  ConnectionCounter perAddress() {
    return perAddress;
  }
}
