package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineHandler;
import dev.parley.engineio.session.EngineObserver;
import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.WriteThreads;
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
  private static final int MAX_STUCK = 512;

  @Resource private ManagedThreadFactory threads;

  @Produces
  @Singleton
  EngineServer server(
      Settings settings,
      Scheduler scheduler,
      TimeSource time,
      EngineHandler handler,
      WriteThreads writing,
      Instance<EngineObserver> observers) {
    return new EngineServer(
        EngineSettings.of(settings),
        scheduler,
        time,
        handler,
        observer(observers),
        writing::assign);
  }

  @Produces
  @Singleton
  HandshakeGate gate(
      Settings settings,
      TokenVerifier verifier,
      AdmissionPolicy policy,
      NodeLife life,
      Instance<EngineObserver> observers) {
    return new HandshakeGate(
        HandshakeSettings.of(settings), verifier, policy, life, observer(observers));
  }

  @Produces
  @Singleton
  EngineMount mount(
      HandshakeGate gate,
      Settings settings,
      Scheduler scheduler,
      CloseThreads closing,
      WriteThreads writing) {
    return new EngineMount(
        gate, scheduler, closing, writing.credit(EngineSettings.of(settings).sendCredit()));
  }

  /** Both protocols write with them. */
  @Produces
  @Singleton
  WriteThreads writing(Settings settings, Scheduler scheduler, TimeSource time) {
    return new WriteThreads(
        threads,
        scheduler,
        time,
        settings.get(EngineSettings.WRITE_THREADS),
        settings.get(EngineSettings.SEND_TIMEOUT),
        MAX_STUCK);
  }

  void stop(@Disposes WriteThreads writing) {
    writing.close();
  }

  @Produces
  @Singleton
  CloseThreads closing() {
    return new CloseThreads(threads);
  }

  private static EngineObserver observer(Instance<EngineObserver> observers) {
    return observers.isResolvable() ? observers.get() : EngineObserver.NONE;
  }

  void stop(@Disposes CloseThreads closing) {
    closing.close();
  }
}
