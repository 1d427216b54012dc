package dev.parley.testing;

import dev.parley.testing.tokens.DevKeys;
import dev.parley.testing.tokens.TestTokens;

/** Servers that trust the tokens of the test key. */
public final class TestServers {
  private TestServers() {}

  /** The key pair of all test and dev servers. */
  public static DevKeys keys() {
    return DevKeys.in(Project.devKeys());
  }

  /**
   * A node for tests that start and stop their own.
   *
   * @param name unique among the nodes that run at the same time
   */
  public static LibertyServer.Builder named(String name) {
    return trusting(keys(), LibertyServer.named(name)).jvmOption("-Xmx512m");
  }

  /** Makes a node trust the issuer of {@link TestTokens} with these keys. */
  public static LibertyServer.Builder trusting(DevKeys keys, LibertyServer.Builder builder) {
    return builder
        .config("mp.jwt.verify.issuer", TestTokens.ISSUER)
        .config("mp.jwt.verify.audiences", TestTokens.AUDIENCE)
        .config("mp.jwt.verify.publickey.location", keys.publicKeyLocation());
  }
}
