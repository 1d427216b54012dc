package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;

/** The packet types of Socket.IO 5; in the order of their digits. */
public enum SocketPacketType {
  CONNECT('0'),
  DISCONNECT('1'),
  EVENT('2'),
  ACK('3'),
  CONNECT_ERROR('4'),
  BINARY_EVENT('5'),
  BINARY_ACK('6');

  private static final SocketPacketType[] BY_DIGIT = values();

  private final char digit;

  SocketPacketType(char digit) {
    this.digit = digit;
  }

  char digit() {
    return digit;
  }

  boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  static SocketPacketType ofDigit(char digit) throws SocketProtocolException {
    int index = digit - '0';
    if (index < 0 || index >= BY_DIGIT.length) {
      throw new SocketProtocolException(Reason.UNKNOWN_TYPE);
    }
    return BY_DIGIT[index];
  }
}
