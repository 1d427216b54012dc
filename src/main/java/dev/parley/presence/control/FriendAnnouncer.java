package dev.parley.presence.control;

import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.OnlineUsers;
import dev.parley.presence.control.PresenceTracker.Transition;
import java.util.ArrayList;
import java.util.List;

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
    String userId = transition.userId();
    List<String> friends = new ArrayList<>();
    for (String friend : contacts.of(userId)) {
      if (!friend.equals(userId) && online.isHere(friend)) {
        friends.add(friend);
      }
    }
    if (friends.isEmpty()) {
      return;
    }
    if (transition.online()) {
      feed.online(friends, userId, transition.at());
    } else {
      feed.offline(friends, userId, transition.at());
    }
  }
}
