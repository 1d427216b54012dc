package dev.parley.gateway.api;

import java.util.Map;
import java.util.Optional;

/**
 * A small map of strings that belongs to a socket and goes with it from node to node.
 *
 * <p>Each change is written through to the session's record. Safe on any thread, never blocks.
 */
public interface SocketData {
  int MAX_ENTRIES = 16;

  /** Characters of a key and its value together. */
  int MAX_LENGTH = 1_024;

  Optional<String> get(String key);

  /**
   * Sets a value.
   *
   * @throws IllegalArgumentException when there would be more entries, or a longer one, than
   *     allowed
   */
  void put(String key, String value);

  void remove(String key);

  /** A copy. */
  Map<String, String> all();
}
