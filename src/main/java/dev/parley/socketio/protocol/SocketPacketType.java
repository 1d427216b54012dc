package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;

/** The packet types of Socket.IO 5; the wire digit is the ordinal. */
public enum SocketPacketType {
  CONNECT,
  DISCONNECT,
  EVENT,
  ACK,
  CONNECT_ERROR,
  BINARY_EVENT,
  BINARY_ACK;

  private static final SocketPacketType[] BY_DIGIT = values();

  char digit() {
    return (char) ('0' + ordinal());
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
