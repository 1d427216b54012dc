package dev.parley.platform.admin;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.util.regex.Pattern;

/** What admins may name in a path. */
final class AdminInput {
  private static final Pattern ID = Pattern.compile("[\\P{Cc}&&\\P{Cs}]{1,128}");

  private AdminInput() {}

  /**
   * Refuses what cannot be the id of a user or a token.
   *
   * @throws ParleyException VALIDATION_FAILED
   */
  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new ParleyException(
          ErrorCode.VALIDATION_FAILED,
          "The id must be 1 to 128 characters without control characters.");
    }
  }
}
