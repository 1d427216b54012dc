package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Listener;
import dev.parley.cluster.api.Roster.Transition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Tells a listener one thing at a time, in order, without a lock. */
final class TransitionTeller {
  private static final Logger LOG = System.getLogger(TransitionTeller.class.getName());

  private final Listener listener;
  private final Executor threads;
  // Both guarded by this.
  private final Queue<Transition> untold = new ArrayDeque<>();
  private boolean telling;

  TransitionTeller(Listener listener, Executor threads) {
    this.listener = listener;
    this.threads = threads;
  }

  synchronized void tell(Transition transition) {
    untold.add(transition);
    if (!telling) {
      telling = true;
      threads.execute(this::tellAll);
    }
  }

  private void tellAll() {
    for (Transition next = next(); next != null; next = next()) {
      try {
        listener.changed(next);
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "A change of presence was not announced", bug);
      }
    }
  }

  private synchronized Transition next() {
    Transition next = untold.poll();
    telling = next != null;
    return next;
  }
}
