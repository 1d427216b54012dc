package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.Participant;
import java.time.Instant;

/**
 * Tells everyone in the room, on every node.
 *
 * <p>Receivers see the calls in their order; none waits for a receiver.
 */
public interface RoomFeed {
  void joined(Participant participant, Instant at);

  void left(Participant participant, Instant at);

  void countChanged(int users);
}
