package dev.parley.cluster.redis;

/**
 * How a node shows who it is; each text may be empty, for none.
 *
 * @param username with an empty one the password is that of the default user
 * @param sentinelPassword what the sentinels ask for
 */
public record RedisLogin(String username, String password, String sentinelPassword) {
  public static final RedisLogin NONE = new RedisLogin("", "", "");

  /** Keeps the passwords out of logs. */
  @Override
  public String toString() {
    return "RedisLogin[" + username + "]";
  }
}
