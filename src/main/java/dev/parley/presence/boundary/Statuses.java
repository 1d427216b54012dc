package dev.parley.presence.boundary;

import java.time.Instant;
import java.util.List;

/** The answer to {@code presence:get}, in the order of the question. */
public record Statuses(List<UserStatus> statuses) {
  public Statuses {
    statuses = List.copyOf(statuses);
  }

  /**
   * One user's status.
   *
   * @param status {@code online}, {@code away} or {@code offline}
   * @param lastSeen when they went; null unless they are offline and it is still known
   */
  public record UserStatus(String userId, String status, Instant lastSeen) {}
}
