package dev.parley.kernel;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Ids that nobody can guess: session ids, socket ids, error references.
 *
 * <p>Safe on any thread; never blocks once the source is seeded.
 */
public final class RandomId {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private RandomId() {}

  /** 120 random bits as 20 characters of the URL-safe base64 alphabet. */
  public static String next() {
    byte[] bytes = new byte[15];
    RANDOM.nextBytes(bytes);
    return ENCODER.encodeToString(bytes);
  }
}
