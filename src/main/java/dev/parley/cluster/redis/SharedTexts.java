package dev.parley.cluster.redis;

/**
 * Texts that come again and again: namespaces, events, rooms, publishers. A node keeps messages for
 * minutes, and one object for all that say the same is less to keep.
 *
 * <p>Remembers some thousand short ones, and forgets one for another. Safe on any thread: a race
 * costs an object.
 */
final class SharedTexts {
  private static final int SLOTS = 4_096;
  private static final int LONGEST = 256;

  private final String[] known = new String[SLOTS];

  /** The text, as the object that was seen before if there is one; null for null. */
  String of(String text) {
    if (text == null || text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    String before = known[slot];
    if (text.equals(before)) {
      return before;
    }
    known[slot] = text;
    return text;
  }
}
