package dev.parley.bench.load;

import dev.parley.testing.TestServers;
import dev.parley.testing.tokens.TestTokens;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The token of each user, signed once: a signature costs as much as some hundred deliveries. */
final class TokenBook {
  /** Longer than any benchmark. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final TestTokens issuer = new TestTokens(TestServers.keys());
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** Signs those that are missing. */
  void sign(Collection<String> users) {
    users.parallelStream().forEach(this::of);
  }

  String of(String user) {
    return tokens.computeIfAbsent(user, name -> issuer.builder(name).lifetime(LIFE).sign());
  }
}
