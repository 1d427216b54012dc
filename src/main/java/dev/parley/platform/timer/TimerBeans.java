package dev.parley.platform.timer;

import dev.parley.kernel.TimeSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Runs the node's wheel as long as the application runs. */
@Dependent
class TimerBeans {
  @Resource private ManagedExecutorService executor;
  @Resource private ManagedThreadFactory threads;

  /** Produced as what it is, so that its size can be measured; others ask for a Scheduler. */
  @Produces
  @Singleton
  TimerWheel wheel(TimeSource time) {
    TimerWheel wheel = new TimerWheel(time, executor);
    wheel.start(threads);
    return wheel;
  }

  void stop(@Disposes TimerWheel wheel) {
    wheel.close();
  }
}
