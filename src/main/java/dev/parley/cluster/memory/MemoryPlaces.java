package dev.parley.cluster.memory;

import dev.parley.cluster.api.Places;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The places of one node. Never blocks. */
public final class MemoryPlaces implements Places {
  private final Map<Subject, Integer> held = new ConcurrentHashMap<>();

  @Override
  public boolean take(String kind, String subject, int most) {
    boolean[] taken = new boolean[1];
    held.compute(
        new Subject(kind, subject),
        (key, places) -> {
          int before = places == null ? 0 : places;
          taken[0] = before < most;
          return taken[0] ? Integer.valueOf(before + 1) : places;
        });
    return taken[0];
  }

  @Override
  public void give(String kind, String subject) {
    held.computeIfPresent(
        new Subject(kind, subject), (key, places) -> places == 1 ? null : places - 1);
  }

  int subjects() {
    return held.size();
  }

  private record Subject(String kind, String name) {}
}
