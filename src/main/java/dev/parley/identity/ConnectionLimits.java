package dev.parley.identity;

/** How many connections one user and one address hold on this node. */
final class ConnectionLimits {
  private final ConnectionCounter perUser;
  private final ConnectionCounter perAddress;

  ConnectionLimits(IdentitySettings settings) {
    this.perUser = new ConnectionCounter(settings.connectionsPerUser());
    this.perAddress = new ConnectionCounter(settings.connectionsPerAddress());
  }

  ConnectionCounter perUser() {
    return perUser;
  }

  ConnectionCounter perAddress() {
    return perAddress;
  }
}
