package dev.parley.identity;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.ControlListener;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.Revocations.Remembered;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps what this node knows of revocations up to date, and acts on it.
 *
 * <p>At start it reads what is remembered, again and again until the store answers; from then on it
 * listens. A hole in the log is filled from the store. A store that was away, or began anew, is
 * read again, and given again what this node knows and it does not.
 */
final class RevocationFeed implements ControlListener {
  private static final Logger LOG = System.getLogger(RevocationFeed.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);
  // A node that starts while the others have yet to notice that the store is empty reads too
  // little.
  private static final Duration SECOND_LOOK = Duration.ofSeconds(15);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Revocations store;
  private final RevokedTokens revoked;
  private final Runnable act;
  private final Duration life;
  private final Scheduler scheduler;
  // How often it was asked for since the last one that nothing came after; 0 while none is under
  // way.
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * @param act called when there are new revocations; must not block
   * @param life how long one that is heard of is kept
   */
  RevocationFeed(
      Revocations store, RevokedTokens revoked, Runnable act, Duration life, Scheduler scheduler) {
    this.store = store;
    this.revoked = revoked;
    this.act = act;
    this.life = life;
    this.scheduler = scheduler;
  }

  /** Begins; called once. */
  void start() {
    reconcile();
    scheduler.schedule(SECOND_LOOK, this::lookAgain);
  }

  @Override
  public void receive(LoggedMessage logged) {
    // Of any kind: what an older or repeated one says holds as well.
    if (logged.message() instanceof Revocation revocation) {
      revoked.add(revocation, life);
      act.run();
    }
  }

  @Override
  public void missed() {
    reconcile();
  }

  @Override
  public void storeBack() {
    reconcile();
  }

  /** Brings the store and this node to the same; asked for while it is done, it is done again. */
  private void reconcile() {
    if (asked.getAndIncrement() == 0) {
      read();
    }
  }

  private void read() {
    int answers = asked.get();
    store.all().whenComplete((all, away) -> compare(answers, all, away));
  }

  private void compare(int answers, List<Remembered> all, Throwable away) {
    if (away != null) {
      LOG.log(Level.DEBUG, "The revocations cannot be read; trying on");
      scheduler.schedule(RETRY, this::read);
      return;
    }
    all.forEach(remembered -> revoked.add(remembered.revocation(), remembered.left()));
    act.run();
    List<Remembered> lacking = revoked.lackingIn(all);
    if (lacking.isEmpty()) {
      done(answers);
      return;
    }
    LOG.log(Level.WARNING, "The store lacks {0} revocations; it is given them", lacking.size());
    store.restore(lacking).whenComplete((restored, failure) -> restored(answers, failure));
  }

  private void restored(int answers, Throwable failure) {
    if (failure == null) {
      done(answers);
    } else if (isFull(failure)) {
      LOG.log(Level.ERROR, "Revocations were not remembered again: there are too many");
      done(answers);
    } else {
      LOG.log(Level.DEBUG, "The revocations cannot be written; trying on");
      scheduler.schedule(RETRY, this::read);
    }
  }

  private void done(int answers) {
    if (!asked.compareAndSet(answers, 0)) {
      read();
    }
  }

  private static boolean isFull(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ParleyException expected && expected.code() == ErrorCode.OVERLOADED;
  }

  private void lookAgain() {
    reconcile();
    sweep();
  }

  private void sweep() {
    revoked.forgetPast();
    scheduler.schedule(SWEEP, this::sweep);
  }
}
