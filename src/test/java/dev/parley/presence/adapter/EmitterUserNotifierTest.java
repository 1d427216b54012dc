package dev.parley.presence.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.RefusingEmitter;
import dev.parley.presence.boundary.FriendPresence;
import dev.parley.presence.boundary.PresenceOutbound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmitterUserNotifierTest {
  private final List<Emitted> emitted = new ArrayList<>();

  /** Invariant: nobody is left out, and nobody else is told. */
  @Test
  void everySocketOfTheUserIsTold() {
    FriendPresence payload = new FriendPresence("berta", Instant.EPOCH);

    new EmitterUserNotifier(new RecordingEmitter())
        .notifyUser("anna", PresenceOutbound.FRIEND_ONLINE, payload);

    assertThat(emitted)
        .containsExactly(
            new Emitted(
                "/",
                List.of("user:anna"),
                PresenceOutbound.FRIEND_ONLINE,
                payload,
                Emitter.Options.NONE));
  }

  private record Emitted(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Object payload,
      Emitter.Options options) {}

  /** Takes events with a record, and nothing else. */
  private final class RecordingEmitter extends RefusingEmitter {
    @Override
    public void toRooms(
        String namespace,
        Collection<String> rooms,
        OutboundEvent event,
        Object payload,
        Options options) {
      emitted.add(new Emitted(namespace, rooms, event, payload, options));
    }
  }
}
