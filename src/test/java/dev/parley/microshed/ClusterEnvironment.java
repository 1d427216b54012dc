package dev.parley.microshed;

import dev.parley.testing.SharedCluster;
import org.microshed.testing.ApplicationEnvironment;

/**
 * The application that {@code MicroShedTest} classes meet: a node of the shared cluster.
 *
 * <p>MicroShed finds it as a service and starts it once for each class; the cluster starts once a
 * run.
 */
public final class ClusterEnvironment implements ApplicationEnvironment {
  @Override
  public int getPriority() {
    // Before every environment that needs Docker.
    return DEFAULT_PRIORITY + 10;
  }

  @Override
  public void start() {
    SharedCluster.get();
  }

  @Override
  public String getApplicationURL() {
    return SharedCluster.get().node(0).uri().toString();
  }

  @Override
  public boolean configureRestAssured() {
    return false;
  }
}
