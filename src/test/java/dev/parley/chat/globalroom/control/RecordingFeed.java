package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.Participant;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what the room is told. */
final class RecordingFeed implements RoomFeed {
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void joined(Participant participant, Instant at) {
    events.add("joined " + participant.userId());
  }

  @Override
  public void left(Participant participant, Instant at) {
    events.add("left " + participant.userId());
  }

  @Override
  public void countChanged(int users) {
    events.add("count " + users);
  }

  List<String> events() {
    return events;
  }
}
