package dev.parley.abuse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what must never be told: classes, stack frames, tokens. */
final class Leaks {
  private static final Pattern INSIDES =
      Pattern.compile(
          "[A-Za-z]+(?:Exception|Error)\\b|\\b(?:dev\\.parley|com\\.ibm|io\\.openliberty|jakarta|javax|java|org\\.eclipse|org\\.jose4j)\\.[a-z]+\\.[A-Za-z]|\\bat"
              + " [\\w.$]+\\([\\w.]+\\.java");
  private static final Pattern ENCODED = Pattern.compile("eyJ[A-Za-z0-9_-]{9,}");
  private static final Pattern OBJECT = Pattern.compile("(?s)\\{\"\\w+\".*");
  private static final Pattern STACK = Pattern.compile("(?m)^\\s*at [\\w.$/@<>]+\\(.*\\)$");

  private Leaks() {}

  /** Demands that a text which reached a client tells nothing of the server's insides. */
  static String assertNone(String told) {
    assertNo(INSIDES, told, "the answer");
    assertNoToken(told, "the answer");
    return told;
  }

  /**
   * Demands the same of a close reason.
   *
   * <p>For a frame that breaks RFC 6455 the server itself answers, before any application code, and
   * names the endpoint class; nothing here can change its words.
   */
  static void assertNoneInReason(String reason) {
    if (!reason.matches("CWWKH00\\d\\dE: .* in ServerEndpoint class dev\\.parley\\.[a-z.]+")) {
      assertNone(reason);
    }
  }

  /** Demands that a log holds neither a token nor a stack trace. */
  static void assertCleanLog(String log) {
    assertNoToken(log, "the log");
    assertNo(STACK, log, "the log");
  }

  /** A part of a token decodes to an object; a random id that holds the same letters does not. */
  private static void assertNoToken(String text, String where) {
    Matcher matcher = ENCODED.matcher(text);
    while (matcher.find()) {
      String whole = matcher.group().substring(0, matcher.group().length() / 4 * 4);
      byte[] decoded = Base64.getUrlDecoder().decode(whole);
      if (OBJECT.matcher(new String(decoded, StandardCharsets.ISO_8859_1)).matches()) {
        throw told(matcher, text, where);
      }
    }
  }

  private static void assertNo(Pattern pattern, String text, String where) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      throw told(matcher, text, where);
    }
  }

  private static AssertionError told(Matcher matcher, String text, String where) {
    int from = Math.max(0, matcher.start() - 300);
    int to = Math.min(text.length(), matcher.end() + 300);
    return new AssertionError(
        where + " tells of \"" + matcher.group() + "\": ..." + text.substring(from, to) + "...");
  }
}
