package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;

/**
 * A look at the shape of JSON before any parser sees it; one pass, no recursion.
 *
 * <p>Keeps away from the parser and from all code behind it what is cheap to write and dear to
 * read: deep nesting, and numbers such as {@code 1e999999999} that would unfold to a gigabyte. It
 * also finds what parsers pass over in silence: text behind the end of the value.
 */
final class JsonScan {
  /** A double needs three; what has more is no number that a client computed with. */
  private static final int MAX_EXPONENT_DIGITS = 4;

  private JsonScan() {}

  /**
   * Checks that one object, array or string starts at an index and that only white space follows.
   *
   * <p>Brackets are counted, not matched: whether the value is valid is for the parser to say.
   */
  static void check(String text, int from, int maxDepth) throws SocketProtocolException {
    int length = text.length();
    int depth = 0;
    int i = from;
    do {
      char c = i < length ? text.charAt(i) : 0;
      switch (c) {
        case 0 -> throw new SocketProtocolException(Reason.MALFORMED_JSON);
        case '"' -> i = endOfString(text, i);
        case '[', '{' -> {
          if (++depth > maxDepth) {
            throw new SocketProtocolException(Reason.TOO_DEEP);
          }
        }
        case ']', '}' -> depth--;
        case 'e', 'E' -> checkExponent(text, i);
        default -> {
          if (depth == 0 && !isSpace(c)) {
            throw new SocketProtocolException(Reason.MALFORMED_JSON);
          }
        }
      }
      i++;
      // White space in front of the value is the only thing that leaves the depth at zero.
    } while (depth > 0 || (depth == 0 && isSpace(text.charAt(i - 1))));
    for (; i < length; i++) {
      if (!isSpace(text.charAt(i))) {
        throw new SocketProtocolException(Reason.MALFORMED_JSON);
      }
    }
  }

  /** The index of the closing quote. */
  private static int endOfString(String text, int open) throws SocketProtocolException {
    int i = open + 1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    throw new SocketProtocolException(Reason.MALFORMED_JSON);
  }

  private static void checkExponent(String text, int e) throws SocketProtocolException {
    if (!isDigit(text, e - 1)) {
      return; // the last letter of true or false
    }
    int i = e + 1;
    if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    int start = i;
    while (isDigit(text, i)) {
      i++;
    }
    if (i - start > MAX_EXPONENT_DIGITS) {
      throw new SocketProtocolException(Reason.NUMBER_OUT_OF_RANGE);
    }
  }

  private static boolean isDigit(String text, int i) {
    return i >= 0 && i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
