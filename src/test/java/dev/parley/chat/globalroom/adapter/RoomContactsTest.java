package dev.parley.chat.globalroom.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.StandingRooms;
import dev.parley.gateway.api.RefusingEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RoomContactsTest {
  private final FakeRooms rooms = new FakeRooms();
  private final List<String> joins = new ArrayList<>();
  private final RoomContacts contacts = new RoomContacts(rooms, new JoinEmitter());

  @Test
  void whoVisitsForTheFirstTimeIsLetInEverywhere() {
    contacts.visited("anna");
    contacts.visited("anna");

    assertThat(rooms.asked).containsExactly("add anna");
    assertThat(joins).containsExactly("/ user:anna contacts:global-chat");
  }

  @Test
  void aSocketThatComesIsLetInWhenItsRoomsBecomeKnown() {
    assertThat(contacts.roomsOfComing("anna")).isEmpty();
    assertThat(rooms.asked).containsExactly("coming anna");
    assertThat(joins).isEmpty();

    rooms.listener.late("/", "anna", Set.of("contacts:global-chat"));

    assertThat(joins).containsExactly("/ user:anna contacts:global-chat");
  }

  @Test
  void whoIsSpokenOfOnlyIsNotAskedForAgain() {
    assertThat(contacts.roomsOf("anna")).isEmpty();

    assertThat(rooms.asked).containsExactly("of anna");
  }

  /** A store that knows nobody. */
  private static final class FakeRooms implements StandingRooms {
    private final List<String> asked = new ArrayList<>();
    private Listener listener;

    @Override
    public CompletionStage<Void> add(String namespace, String userId, String room) {
      asked.add("add " + userId);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<String> of(String namespace, String userId) {
      asked.add("of " + userId);
      return Set.of();
    }

    @Override
    public Set<String> ofComing(String namespace, String userId) {
      asked.add("coming " + userId);
      return Set.of();
    }

    @Override
    public void onLate(Listener told) {
      listener = told;
    }
  }

  /** Takes joins, and nothing else. */
  private final class JoinEmitter extends RefusingEmitter {
    @Override
    public void join(String namespace, String members, String room) {
      joins.add(namespace + ' ' + members + ' ' + room);
    }
  }
}
