package dev.parley.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps users in the memory of this node.
 *
 * <p>Profiles are bounded in number, since a token brings them back; a status that keeps somebody
 * out is kept whatever happens, since nothing would bring it back.
 */
final class InMemoryUserDirectory implements UserDirectory {
  private static final int MAX_PROFILES = 100_000;

  private final Cache<String, User> profiles =
      Caffeine.newBuilder().maximumSize(MAX_PROFILES).executor(Runnable::run).build();
  private final Map<String, UserStatus> keptOut = new ConcurrentHashMap<>();
  private final TimeSource time;

  InMemoryUserDirectory(TimeSource time) {
    this.time = time;
  }

  @Override
  public User signIn(VerifiedToken token) {
    User user =
        profiles
            .asMap()
            .compute(
                token.userId(),
                (id, known) ->
                    known == null ? User.firstSeen(token, time.now()) : known.updated(token));
    return withStatus(user);
  }

  @Override
  public Optional<User> find(String userId) {
    return Optional.ofNullable(profiles.getIfPresent(userId)).map(this::withStatus);
  }

  @Override
  public void setStatus(String userId, UserStatus status) {
    if (status == UserStatus.ACTIVE) {
      keptOut.remove(userId);
    } else {
      keptOut.put(userId, status);
    }
  }

  private User withStatus(User user) {
    return user.with(keptOut.getOrDefault(user.id(), UserStatus.ACTIVE));
  }
}
