package dev.parley.platform.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** One line for each admin action: who did what to whom; never a token. */
final class AdminLog {
  private static final Logger LOG = System.getLogger("dev.parley.audit.admin");

  private AdminLog() {}

  /**
   * Writes an action that was taken.
   *
   * @param caller the admin's user id, of a verified token
   * @param subject whom it was about, already checked for control characters
   */
  static void action(String action, String caller, String subject) {
    LOG.log(Level.INFO, "admin action: action={0} by={1} subject={2}", action, caller, subject);
  }
}
