package dev.parley.faults;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what clients saw. Safe on any thread; the sightings of one client come from one. */
final class Recorder {
  private final Queue<Sighting> sightings = new ConcurrentLinkedQueue<>();
  private final AtomicLong acked = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  void add(Sighting sighting) {
    sightings.add(sighting);
    if (sighting instanceof Sighting.Acked) {
      acked.incrementAndGet();
    } else if (sighting instanceof Sighting.Received) {
      received.incrementAndGet();
    }
  }

  /** What was seen so far. */
  List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  long acked() {
    return acked.get();
  }

  long received() {
    return received.get();
  }
}
