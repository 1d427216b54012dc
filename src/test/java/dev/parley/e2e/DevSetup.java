package dev.parley.e2e;

import dev.parley.devapp.DevTokenServlet;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.Project;
import dev.parley.testing.ServerSetup;
import dev.parley.testing.WarAssembly;

/** The product as {@code ./mvnw -Pdev} serves it: with tokens for whoever asks. */
final class DevSetup implements ServerSetup {
  @Override
  public void configure(LibertyServer.Builder server) {
    server
        .war(WarAssembly.product().with("dev/parley/devapp").with("dev/parley/testing/tokens"))
        .config(DevTokenServlet.KEYS, Project.devKeys().toString());
  }
}
