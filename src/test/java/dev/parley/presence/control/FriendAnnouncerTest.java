package dev.parley.presence.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.presence.control.PresenceTracker.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FriendAnnouncerTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final List<String> told = new ArrayList<>();
  private final FriendAnnouncer announcer =
      new FriendAnnouncer(
          userId -> userId.equals("alice") ? Set.of("alice", "bob", "carol") : Set.of(),
          new FriendFeed() {
            @Override
            public void online(Collection<String> toUserIds, String userId, Instant at) {
              toUserIds.forEach(friend -> told.add(friend + " hears online " + userId));
            }

            @Override
            public void offline(Collection<String> toUserIds, String userId, Instant at) {
              toUserIds.forEach(friend -> told.add(friend + " hears offline " + userId));
            }
          });

  @Test
  void onlyContactsWhoAreHereAreToldAndNobodyAboutThemselves() {
    announcer.changed(new Transition("alice", true, NOW), userId -> userId.equals("carol") ? 0 : 1);
    announcer.changed(new Transition("alice", false, NOW), userId -> 1);
    announcer.changed(new Transition("stranger", true, NOW), userId -> 1);

    assertThat(told)
        .containsExactlyInAnyOrder(
            "bob hears online alice", "bob hears offline alice", "carol hears offline alice");
  }
}
