package dev.parley.chat.globalroom.entity;

import java.util.Objects;

/**
 * Somebody in the room, as the others see them.
 *
 * @param name what to show; null when the token names nobody, cut to {@value #MAX_NAME} characters
 */
public record Participant(String userId, String name) {
  private static final int MAX_NAME = 100;

  public Participant {
    Objects.requireNonNull(userId, "userId");
    if (name != null) {
      name = name.isBlank() ? null : shortened(name.strip());
    }
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
  }
}
