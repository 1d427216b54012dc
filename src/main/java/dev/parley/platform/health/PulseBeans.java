package dev.parley.platform.health;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Starts the pulse with the application. */
@Dependent
class PulseBeans {
  @Resource private ManagedExecutorService threads;

  @Produces
  @Singleton
  Pulse pulse(TimeSource time, Scheduler scheduler) {
    return new Pulse(time, scheduler, threads);
  }

  static void start(@Observes Startup event, Pulse pulse) {
    pulse.start();
  }
}
