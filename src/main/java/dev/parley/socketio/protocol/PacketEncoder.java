package dev.parley.socketio.protocol;

import java.util.OptionalLong;

/**
 * Writes the text of packets, without the Engine.IO packet type in front.
 *
 * <p>JSON that comes in as text goes out as it is: the caller vouches for it. Safe on any thread.
 */
public final class PacketEncoder {
  private static final String MAIN_NAMESPACE = "/";

  private PacketEncoder() {}

  /**
   * Admits a client to a namespace.
   *
   * @param pid what lets the client take the socket up again; null for none
   */
  public static String connected(String namespace, String socketId, String pid) {
    StringBuilder packet = start(SocketPacketType.CONNECT, 0, namespace, 64 + socketId.length());
    packet.append("{\"sid\":");
    JsonText.append(packet, socketId);
    if (pid != null) {
      packet.append(",\"pid\":");
      JsonText.append(packet, pid);
    }
    return packet.append('}').toString();
  }

  /** Refuses a client; one sentence, no more. */
  public static String connectError(String namespace, String message) {
    return connectError(namespace, message, null);
  }

  /**
   * Refuses a client.
   *
   * @param dataJson the value of {@code data}, as JSON; null for none
   */
  public static String connectError(String namespace, String message, String dataJson) {
    StringBuilder packet =
        start(SocketPacketType.CONNECT_ERROR, 0, namespace, 32 + message.length());
    packet.append("{\"message\":");
    JsonText.append(packet, message);
    if (dataJson != null) {
      packet.append(",\"data\":").append(dataJson);
    }
    return packet.append('}').toString();
  }

  /** Takes a client out of a namespace. */
  public static String disconnect(String namespace) {
    return start(SocketPacketType.DISCONNECT, 0, namespace, 0).toString();
  }

  /**
   * An event.
   *
   * @param arguments JSON arguments after the name, comma-separated, no brackets; may be empty
   * @param attachments how many binary messages follow; the arguments hold their placeholders
   * @param ackId present to ask for an ack; not negative
   */
  public static String event(
      String namespace, String name, String arguments, int attachments, OptionalLong ackId) {
    SocketPacketType type =
        attachments == 0 ? SocketPacketType.EVENT : SocketPacketType.BINARY_EVENT;
    StringBuilder packet =
        start(type, attachments, namespace, 32 + name.length() + arguments.length());
    if (ackId.isPresent()) {
      packet.append(ackId.getAsLong());
    }
    packet.append('[');
    JsonText.append(packet, name);
    if (!arguments.isEmpty()) {
      packet.append(',').append(arguments);
    }
    return packet.append(']').toString();
  }

  /** The answer to an event; arguments and attachments as in {@link #event}. */
  public static String ack(String namespace, long ackId, String arguments, int attachments) {
    SocketPacketType type = attachments == 0 ? SocketPacketType.ACK : SocketPacketType.BINARY_ACK;
    return start(type, attachments, namespace, 24 + arguments.length())
        .append(ackId)
        .append('[')
        .append(arguments)
        .append(']')
        .toString();
  }

  private static StringBuilder start(
      SocketPacketType type, int attachments, String namespace, int capacity) {
    StringBuilder packet = new StringBuilder(16 + namespace.length() + capacity);
    packet.append(type.digit());
    if (type.isBinary()) {
      packet.append(attachments).append('-');
    }
    if (!namespace.equals(MAIN_NAMESPACE)) {
      packet.append(namespace).append(',');
    }
    return packet;
  }
}
