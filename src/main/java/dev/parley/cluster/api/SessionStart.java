package dev.parley.cluster.api;

/**
 * Where a session began: when its first room was joined; before that, when CONNECT was answered.
 *
 * @param position where the log of the namespace stood: a client that never saw an offset, or only
 *     older ones, goes on from there
 * @param publisher whose messages the first node had delivered by then without a place in the log;
 *     empty when there were none
 * @param sequence the highest number of those
 */
public record SessionStart(Position position, String publisher, long sequence) {
  /** Of a session that began while every message had its place. */
  public static SessionStart at(Position position) {
    return new SessionStart(position, "", 0);
  }

  /**
   * Whether a message was said before the session began, even if it got its place later.
   *
   * <p>Who comes back must not see it: what was said after it has been seen.
   */
  public boolean isAfter(String publisherOfOne, long numberOfOne) {
    return publisher.equals(publisherOfOne) && numberOfOne <= sequence;
  }
}
