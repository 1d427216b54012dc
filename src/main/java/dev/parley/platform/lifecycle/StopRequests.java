package dev.parley.platform.lifecycle;

import java.time.Duration;

/** What SIGTERM does: the first one drains and ends the process, a second one hastens. */
final class StopRequests {
  /** Longer than any drain; what is left of 30 s is the server's, to stop. */
  static final Duration LIMIT = Duration.ofSeconds(29);

  private final Drain drain;
  private final ProcessEnd end;
  private boolean requested;

  StopRequests(Drain drain, ProcessEnd end) {
    this.drain = drain;
    this.end = end;
  }

  /** A stop is asked for; safe on any thread, returns at once. */
  void request() {
    synchronized (this) {
      if (requested) {
        drain.hasten();
        return;
      }
      requested = true;
    }
    end.atTheLatest(LIMIT, () -> drain.progress().step() == Drain.Step.DONE);
    drain.begin();
    drain.whenDrained().thenRun(end::exit);
  }
}
