package dev.parley.identity;

import dev.parley.identity.api.VerifiedToken;
import java.time.Instant;
import java.util.Optional;

/** A user as provisioned from verified claims; no password is kept, because there is none. */
public record User(
    String id,
    Optional<String> name,
    Optional<String> email,
    Optional<String> picture,
    Instant firstSeen,
    UserStatus status) {

  static User firstSeen(VerifiedToken token, Instant now) {
    return new User(
        token.userId(), token.name(), token.email(), token.picture(), now, UserStatus.ACTIVE);
  }

  /** The same user with what a newer token says; a claim that is gone takes nothing away. */
  User updated(VerifiedToken token) {
    return new User(
        id,
        token.name().or(() -> name),
        token.email().or(() -> email),
        token.picture().or(() -> picture),
        firstSeen,
        status);
  }

  User with(UserStatus newStatus) {
    return new User(id, name, email, picture, firstSeen, newStatus);
  }
}
