package dev.parley.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether several sequences of names can come from one order. */
final class Precedence {
  private final Map<String, Set<String>> followers = new LinkedHashMap<>();

  /** Adds a sequence without repeats. */
  void sequence(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      Set<String> after = followers.computeIfAbsent(names.get(i), name -> new LinkedHashSet<>());
      if (i + 1 < names.size()) {
        after.add(names.get(i + 1));
      }
    }
  }

  /** Names that have to be taken out so that one order explains the rest; empty when one does. */
  List<String> contradictions() {
    Map<String, Integer> waitsFor = new LinkedHashMap<>();
    followers.keySet().forEach(name -> waitsFor.put(name, 0));
    followers
        .values()
        .forEach(names -> names.forEach(name -> waitsFor.merge(name, 1, Integer::sum)));
    Deque<String> free = new ArrayDeque<>();
    waitsFor.forEach(
        (name, count) -> {
          if (count == 0) {
            free.add(name);
          }
        });
    List<String> contradictions = new ArrayList<>();
    while (!waitsFor.isEmpty()) {
      if (free.isEmpty()) {
        String stuck = leastBlocked(waitsFor);
        contradictions.add(stuck);
        free.add(stuck);
      }
      String name = free.remove();
      waitsFor.remove(name);
      for (String after : followers.get(name)) {
        if (waitsFor.containsKey(after) && waitsFor.merge(after, -1, Integer::sum) == 0) {
          free.add(after);
        }
      }
    }
    return contradictions;
  }

  private static String leastBlocked(Map<String, Integer> waitsFor) {
    return waitsFor.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
