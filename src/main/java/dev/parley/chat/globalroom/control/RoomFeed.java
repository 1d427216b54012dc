package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import java.time.Instant;

/**
 * Tells everyone in the room, on every node.
 *
 * <p>Receivers see the calls in their order; none waits for a receiver. {@code posted} is called
 * under the caller's lock, so it must not call back.
 */
public interface RoomFeed {
  void posted(GlobalMessage message);

  void joined(Participant participant, Instant at);

  void left(Participant participant, Instant at);

  void countChanged(int users);
}
