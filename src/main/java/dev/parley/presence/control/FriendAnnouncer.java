package dev.parley.presence.control;

import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.OnlineUsers;
import dev.parley.presence.control.PresenceTracker.Transition;

/** Passes transitions on to those who share a conversation with the user and are here. */
public final class FriendAnnouncer implements PresenceTracker.Listener {
  private final Contacts contacts;
  private final FriendFeed feed;

  public FriendAnnouncer(Contacts contacts, FriendFeed feed) {
    this.contacts = contacts;
    this.feed = feed;
  }

  @Override
  public void changed(Transition transition, OnlineUsers online) {
    for (String friend : contacts.of(transition.userId())) {
      if (!friend.equals(transition.userId()) && online.sockets(friend) > 0) {
        tell(friend, transition);
      }
    }
  }

  private void tell(String friend, Transition transition) {
    if (transition.online()) {
      feed.online(friend, transition.userId(), transition.at());
    } else {
      feed.offline(friend, transition.userId(), transition.at());
    }
  }
}
