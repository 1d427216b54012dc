package dev.parley.engineio.session;

/** The two ways a session's packets travel. */
public enum Transport {
  POLLING("polling"),
  WEBSOCKET("websocket");

  private final String wireName;

  Transport(String wireName) {
    this.wireName = wireName;
  }

  /** The value of the {@code transport} parameter. */
  public String wireName() {
    return wireName;
  }
}
