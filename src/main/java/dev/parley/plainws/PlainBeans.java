package dev.parley.plainws;

import dev.parley.engineio.transport.CloseThreads;
import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The connections as a bean; {@code @Singleton} alone does not make a class one. */
@Dependent
class PlainBeans {
  @Produces
  @Singleton
  PlainConnections connections(
      Gateway gateway, Scheduler scheduler, Settings settings, CloseThreads control) {
    return new PlainConnections(gateway, scheduler, settings, control);
  }
}
