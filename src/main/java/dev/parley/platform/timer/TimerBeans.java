package dev.parley.platform.timer;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** Runs the node's wheel as long as the application runs. */
@Dependent
class TimerBeans {
  @Resource private ManagedExecutorService executor;
  @Resource private ManagedThreadFactory threads;

  @Produces
  @ApplicationScoped
  Scheduler scheduler(TimeSource time) {
    TimerWheel wheel = new TimerWheel(time, executor);
    wheel.start(threads);
    return wheel;
  }

  void stop(@Disposes Scheduler scheduler) {
    if (scheduler instanceof TimerWheel wheel) {
      wheel.close();
    }
  }
}
