package dev.parley.testing.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP response as it came.
 *
 * @param headers by lower-case name, in the order of the wire
 * @param nanos {@link System#nanoTime} when its last byte was read
 */
@SuppressWarnings("ArrayRecordComponent") // a value to look at, never compared
public record HttpReply(
    int status, String reason, Map<String, List<String>> headers, byte[] body, long nanos) {

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The first header of the name, whatever its case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  @Override
  public String toString() {
    return status + " " + reason + " " + headers + "\n" + text();
  }
}
