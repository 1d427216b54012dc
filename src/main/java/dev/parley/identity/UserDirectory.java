package dev.parley.identity;

import dev.parley.identity.api.VerifiedToken;
import java.util.Optional;

/** The users that were seen; a port, so that a database can stand behind it. May block. */
public interface UserDirectory {
  /** Finds the user of a verified token; one who was never seen before is made, and is ACTIVE. */
  User signIn(VerifiedToken token);

  Optional<User> find(String userId);

  /** Sets whether a user may connect; sockets that are connected already stay. */
  void setStatus(String userId, UserStatus status);
}
