package dev.parley.cluster.api;

/**
 * Where a message stands in its log; positions of one log are in the order of its messages.
 *
 * @param epoch the life of the log; a higher one begins when the log was lost or went back
 * @param offset 1 for the first message of an epoch
 */
public record Position(long epoch, long offset) implements Comparable<Position> {
  /** Of a message that this node delivered to its own sockets before any log had it. */
  public static final Position NONE = new Position(0, 0);

  @Override
  public int compareTo(Position other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch == 0 ? Long.compare(offset, other.offset) : byEpoch;
  }

  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return epoch + "-" + offset;
  }
}
