package dev.parley.platform.metrics;

import dev.parley.engineio.session.EngineObserver;
import dev.parley.engineio.session.EngineServer;
import dev.parley.outbound.WriteThreads;
import dev.parley.platform.timer.TimerWheel;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Registers the meters at start, so that each is printed from the first scrape on. */
@Dependent
class MetricsBeans {

  @Produces
  @Singleton
  static EngineObserver engineMeters(MetricRegistry registry) {
    return new EngineMeters(registry);
  }

  static void register(
      @Observes Startup event,
      MetricRegistry registry,
      TimerWheel wheel,
      EngineServer engine,
      WriteThreads writing) {
    registry.gauge(
        EngineMeters.described(
            "engine_outbound_queued_bytes", "Bytes that wait in the writers of all sessions."),
        engine,
        EngineServer::queuedBytes);
    registry.gauge(
        EngineMeters.described(
            "engine_write_threads_stuck", "Threads that wait for a client that does not read."),
        writing,
        WriteThreads::stuck);
    registry.gauge(
        EngineMeters.described(
            "engine_write_threads_replaced",
            "Times that another thread went on because one waited for a client."),
        writing,
        WriteThreads::replaced);
    registry.gauge(
        EngineMeters.described(
            "timers_pending", "Timers that have neither run nor been cancelled."),
        wheel,
        TimerWheel::size);
    registry.gauge(
        EngineMeters.described("timer_failures", "Timer tasks that threw or found no thread."),
        wheel,
        TimerWheel::failures);
  }
}
