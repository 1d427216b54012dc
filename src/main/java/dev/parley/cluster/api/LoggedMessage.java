package dev.parley.cluster.api;

/**
 * A message as it comes out of a log.
 *
 * @param position where a client that has seen it goes on; {@link Position#NONE} while the store is
 *     away
 * @param publisher the incarnation of the broker that published it
 * @param sequence its number among the publisher's messages of this log; with the publisher it
 *     names the message, also when the message lies in the log twice
 */
public record LoggedMessage(
    ClusterMessage message, Position position, String publisher, long sequence, Kind kind) {

  /** What a receiver does with it. */
  public enum Kind {
    /** Not seen before: to be delivered. */
    NEW,
    /**
     * Delivered before, under another position or none, or another one of its key was; only the
     * position and the number are news.
     */
    REPEATED,
    /** Older than this node: not to be delivered, good for those who come from elsewhere. */
    HISTORY
  }
}
