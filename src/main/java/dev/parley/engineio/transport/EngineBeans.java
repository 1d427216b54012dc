package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineHandler;
import dev.parley.engineio.session.EngineObserver;
import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The product's Engine.IO server, as others inject it. */
@Dependent
class EngineBeans {
  @Resource private ManagedThreadFactory threads;

  @Produces
  @Singleton
  EngineServer server(
      Settings settings,
      Scheduler scheduler,
      TimeSource time,
      EngineHandler handler,
      Instance<EngineObserver> observers) {
    EngineObserver observer = observers.isResolvable() ? observers.get() : EngineObserver.NONE;
    return new EngineServer(EngineSettings.of(settings), scheduler, time, handler, observer);
  }

  @Produces
  @Singleton
  HandshakeGate gate(Settings settings, TokenVerifier verifier, AdmissionPolicy policy) {
    return new HandshakeGate(HandshakeSettings.of(settings), verifier, policy);
  }

  @Produces
  @Singleton
  EngineMount mount(HandshakeGate gate, Scheduler scheduler, CloseThreads closing) {
    return new EngineMount(gate, scheduler, closing);
  }

  @Produces
  @Singleton
  CloseThreads closing() {
    return new CloseThreads(threads);
  }

  void stop(@Disposes CloseThreads closing) {
    closing.close();
  }
}
