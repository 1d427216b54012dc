package dev.parley.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What is told of users whose node died: each offline once, in time, to each who watches. */
final class PresenceRules {
  private PresenceRules() {}

  /**
   * Checks the announcements after a crash.
   *
   * @param gone users who had sockets on the dead node only, and did not come back
   * @param watchers clients that were connected elsewhere all the time
   * @param crash when it was, by {@link System#nanoTime}
   * @return what is wrong, in words
   */
  static List<String> check(
      Collection<Sighting> sightings,
      Set<String> gone,
      Set<String> watchers,
      long crash,
      Duration within) {
    List<String> wrong = new ArrayList<>();
    for (String watcher : watchers) {
      for (String user : gone) {
        List<Sighting.Announced> told =
            sightings.stream()
                .filter(Sighting.Announced.class::isInstance)
                .map(Sighting.Announced.class::cast)
                .filter(seen -> seen.client().equals(watcher) && seen.user().equals(user))
                .filter(seen -> seen.nanos() >= crash)
                .toList();
        if (told.size() != 1 || told.get(0).online()) {
          wrong.add(watcher + " was told of " + user + ": " + told);
        } else if (told.get(0).nanos() - crash > within.toNanos()) {
          Duration late = Duration.ofNanos(told.get(0).nanos() - crash);
          wrong.add(watcher + " was told of " + user + " after " + late);
        }
      }
    }
    return wrong;
  }
}
