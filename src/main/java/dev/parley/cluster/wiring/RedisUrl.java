package dev.parley.cluster.wiring;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of an address of Redis. */
final class RedisUrl {
  /** For the reader of the docs; the value itself may hold a password that was put there. */
  static final String SYNTAX =
      "redis://host:port, or rediss://host:port for TLS; no user or password in it";

  private static final Pattern URL =
      Pattern.compile("rediss?://([^\\s/@:\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})/?");

  private RedisUrl() {}

  /** An address; empty when there is none. */
  static String parse(String text) {
    if (text.isEmpty()) {
      return text;
    }
    Matcher matcher = URL.matcher(text);
    if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group(2)))) {
      throw new IllegalArgumentException("write " + SYNTAX);
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Comma-separated addresses, all with TLS or all without. */
  static List<String> parseList(String text) {
    List<String> urls =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .map(RedisUrl::parse)
            .toList();
    if (urls.stream().map(RedisUrl::isTls).distinct().count() > 1) {
      throw new IllegalArgumentException("all with TLS or all without");
    }
    return urls;
  }

  static boolean isTls(String url) {
    return url.startsWith("rediss:");
  }

  private static boolean isPort(int number) {
    return number > 0 && number <= 65_535;
  }
}
