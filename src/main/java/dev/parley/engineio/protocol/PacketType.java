package dev.parley.engineio.protocol;

/** The packet types of Engine.IO 4; in the order of their digits. */
public enum PacketType {
  /** Server only: the handshake. */
  OPEN('0', true),
  /** Either side: the session ends. */
  CLOSE('1', false),
  /** Server: heartbeat. Client: only {@code 2probe}, on a WebSocket that is to take over. */
  PING('2', true),
  /** Client: answer to a heartbeat. Server: only {@code 3probe}. */
  PONG('3', true),
  MESSAGE('4', true),
  /** Client only: the probed WebSocket takes over. */
  UPGRADE('5', false),
  /** Server only: releases a poll. */
  NOOP('6', false);

  private static final PacketType[] BY_DIGIT = values();

  private final char digit;
  private final boolean data;

  PacketType(char digit, boolean data) {
    this.digit = digit;
    this.data = data;
  }

  public char digit() {
    return digit;
  }

  /** Whether data may follow the digit. */
  public boolean mayCarryData() {
    return data;
  }

  static PacketType ofDigit(char digit) throws EngineProtocolException {
    int index = digit - '0';
    if (index < 0 || index >= BY_DIGIT.length) {
      throw new EngineProtocolException(EngineProtocolException.Reason.UNKNOWN_TYPE);
    }
    return BY_DIGIT[index];
  }
}
