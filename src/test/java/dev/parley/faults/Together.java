package dev.parley.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Knows when the nodes are one again after a time without their store. */
final class Together {
  private Together() {}

  /** Waits until each node that serves listeners has put something new of theirs into the log. */
  static void await(Stage stage, Duration within) {
    long from = System.nanoTime();
    stage.tryAwait(
        within,
        "not every node had the store again",
        () -> {
          Set<String> answered = logged(stage, from);
          for (int index = 0; index < stage.cluster().size(); index++) {
            Set<String> there = stage.listenersAt(index);
            if (!there.isEmpty() && there.stream().noneMatch(answered::contains)) {
              return false;
            }
          }
          return true;
        });
  }

  private static Set<String> logged(Stage stage, long from) {
    Set<String> fresh = new HashSet<>();
    Set<String> clients = new HashSet<>();
    for (Sighting sighting : stage.recorder().sightings()) {
      if (sighting.nanos() < from) {
        continue;
      }
      if (sighting instanceof Sighting.Sent sent) {
        fresh.add(sent.tempId());
      } else if (sighting instanceof Sighting.Acked acked
          && !acked.pending()
          && fresh.contains(acked.tempId())) {
        clients.add(acked.client());
      }
    }
    return clients;
  }
}
