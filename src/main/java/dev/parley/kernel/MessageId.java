package dev.parley.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The id of a message, made of what makes it one message: all attempts to send it have the same.
 *
 * <p>So two nodes that cannot reach each other, and both take a retry, still agree on it. Safe on
 * any thread.
 */
public final class MessageId {
  private static final int BYTES = 15;

  private MessageId() {}

  /**
   * 20 characters of the URL-safe base64 alphabet.
   *
   * @param scope in which no sender uses a tempId twice
   * @param sender the user
   * @param tempId what the sender calls it
   */
  public static String of(String scope, String sender, String tempId) {
    // Lengths keep two different triples from making one text.
    String text = scope.length() + " " + sender.length() + " " + scope + sender + tempId;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
