package dev.parley.presence.control;

import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Transition;
import dev.parley.kernel.Scheduler;
import dev.parley.presence.api.Contacts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Passes transitions on to those who share a conversation with the user.
 *
 * <p>They are collected for a moment and told by one task at a time, in their order and without a
 * lock: however many there are, they take one thread and hold up nobody.
 */
public final class FriendAnnouncer implements Roster.Listener {
  // With what the roster takes to settle about a quarter of a second.
  private static final Duration BATCH = Duration.ofMillis(200);
  private static final Logger LOG = System.getLogger(FriendAnnouncer.class.getName());

  private final Contacts contacts;
  private final FriendFeed feed;
  private final Scheduler scheduler;
  // Both guarded by this.
  private List<Transition> untold = new ArrayList<>();
  private boolean tellingDue;

  public FriendAnnouncer(Contacts contacts, FriendFeed feed, Scheduler scheduler) {
    this.contacts = contacts;
    this.feed = feed;
    this.scheduler = scheduler;
  }

  @Override
  public synchronized void changed(Transition transition) {
    untold.add(transition);
    tellSoon();
  }

  private void tellSoon() {
    if (!tellingDue) {
      tellingDue = true;
      scheduler.schedule(BATCH, this::tell);
    }
  }

  /** Never runs twice at a time: the next one is scheduled when this one is done. */
  private void tell() {
    take().forEach(this::tell);
    synchronized (this) {
      tellingDue = false;
      if (!untold.isEmpty()) {
        tellSoon();
      }
    }
  }

  private synchronized List<Transition> take() {
    List<Transition> batch = untold;
    untold = new ArrayList<>();
    return batch;
  }

  private void tell(Transition transition) {
    try {
      Set<String> rooms = contacts.roomsOf(transition.userId());
      if (rooms.isEmpty()) {
        return;
      }
      if (transition.online()) {
        feed.online(rooms, transition.userId(), transition.at());
      } else {
        feed.offline(rooms, transition.userId(), transition.at());
      }
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A change of presence was not announced", bug);
    }
  }
}
