package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of what a roster knows, made to be read often or by operators; best effort.
 *
 * <p>A copy that was not written stays as it was, so it is an answer only while it is fresh.
 *
 * <p>Nothing here blocks but {@link #standings} and {@link #devices}.
 */
interface RosterMirror {
  RosterMirror NONE =
      new RosterMirror() {
        @Override
        public void standing(String userId, Standing standing, long stampMicros) {}

        @Override
        public void devices(String userId, List<Placed> sockets, long stampMicros) {}

        @Override
        public void came(Member member) {}

        @Override
        public void went(String socketId) {}

        @Override
        public Map<String, Standing> standings(Collection<String> userIds) {
          return Map.of();
        }

        @Override
        public Optional<List<Placed>> devices(String userId) {
          return Optional.empty();
        }
      };

  /** Notes how a user stood; an older stamp does not replace a newer one for long. */
  void standing(String userId, Standing standing, long stampMicros);

  /** Notes every socket of a user; an older stamp does not replace a newer one for long. */
  void devices(String userId, List<Placed> sockets, long stampMicros);

  /** Notes whose a socket is; again now and then, as long as it is there. */
  void came(Member member);

  void went(String socketId);

  /** Those of the users whose status is noted and fresh. May block for half a second. */
  Map<String, Standing> standings(Collection<String> userIds);

  /** A user's sockets, when they are noted and fresh. May block for half a second. */
  Optional<List<Placed>> devices(String userId);
}
