package dev.parley.outbound;

/** Counts the UTF-8 bytes of a text without encoding it. */
public final class Utf8 {
  private Utf8() {}

  /** The number of bytes that UTF-8 takes; an unpaired surrogate counts as its replacement. */
  public static int length(CharSequence text) {
    int chars = text.length();
    int bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes += 1;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 2;
        i++;
      } else if (!Character.isSurrogate(c)) {
        bytes += 2;
      }
    }
    return bytes;
  }
}
