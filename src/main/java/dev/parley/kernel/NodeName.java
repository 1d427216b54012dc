package dev.parley.kernel;

/**
 * The name of this node, as clients, logs and other nodes see it.
 *
 * @param value 1 to 64 characters of letters, digits, {@code . _ -}
 */
public record NodeName(String value) {
  @Override
  public String toString() {
    return value;
  }
}
