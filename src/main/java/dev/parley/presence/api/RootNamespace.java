package dev.parley.presence.api;

/** The namespace {@code /} and its rooms. */
public final class RootNamespace {
  public static final String PATH = "/";

  private RootNamespace() {}

  /** The room with every socket that a user has in {@code /}. */
  public static String roomOf(String userId) {
    return "user:" + userId;
  }
}
