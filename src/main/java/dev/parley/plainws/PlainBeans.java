package dev.parley.plainws;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.transport.CloseThreads;
import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.outbound.WriteThreads;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The connections as a bean; {@code @Singleton} alone does not make a class one. */
@Dependent
class PlainBeans {
  private static final int MAX_PINGS = 64;

  @Resource private ManagedThreadFactory threads;

  @Produces
  @Singleton
  PlainConnections connections(
      Gateway gateway,
      Scheduler scheduler,
      Settings settings,
      CloseThreads closing,
      WriteThreads writing) {
    return new PlainConnections(
        gateway,
        scheduler,
        settings,
        closing,
        new CloseThreads(threads, MAX_PINGS),
        writing::assign,
        writing.credit(EngineSettings.of(settings).sendCredit()));
  }

  void stop(@Disposes PlainConnections connections) {
    connections.stop();
  }
}
