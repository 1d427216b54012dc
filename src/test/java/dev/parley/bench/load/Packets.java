package dev.parley.bench.load;

import java.nio.ByteBuffer;

/** The Socket.IO packets of one namespace, as text of Engine.IO messages; one loop's. */
final class Packets {
  private final String prefix;
  private final Needle delivery;
  private final Needle welcome;
  private final Needle error;
  private final Needle ack;
  private final Needle good = new Needle("\"status\":\"ok\"");

  /** What a packet is to a client that counts. */
  enum Kind {
    DELIVERY,
    ACK,
    /** {@code authenticated}: the socket is ready. */
    WELCOME,
    /** The event {@code error}. */
    ERROR,
    /** CONNECT_ERROR or DISCONNECT. */
    REFUSAL,
    NOISE
  }

  Packets(String namespace) {
    this.prefix = namespace.equals("/") ? "" : namespace + ",";
    String event = namespace.equals("/") ? "message:received" : "chat:message";
    this.delivery = new Needle("42" + prefix + "[\"" + event + '"');
    this.welcome = new Needle("42" + prefix + "[\"authenticated\"");
    this.error = new Needle("42" + prefix + "[\"error\"");
    this.ack = new Needle("43" + prefix);
  }

  /** CONNECT with a token. */
  Message connect(String token) {
    return Message.of("40" + prefix + "{\"token\":\"" + token + "\"}");
  }

  /** DISCONNECT. */
  Message goodbye() {
    return Message.of("41" + prefix);
  }

  Kind kindOf(ByteBuffer packet) {
    if (delivery.leads(packet)) {
      return Kind.DELIVERY;
    }
    if (ack.leads(packet)) {
      return Kind.ACK;
    }
    if (welcome.leads(packet)) {
      return Kind.WELCOME;
    }
    if (error.leads(packet)) {
      return Kind.ERROR;
    }
    int type = packet.remaining() < 2 ? 0 : packet.get(packet.position() + 1);
    return type == '4' || type == '1' ? Kind.REFUSAL : Kind.NOISE;
  }

  /** The id of an ack; -1 when it has none. */
  long ackId(ByteBuffer packet) {
    return MessageNumbers.number(packet, packet.position() + ack.length());
  }

  /** Whether an ack says that all is well. */
  boolean isGood(ByteBuffer packet) {
    return good.find(packet) >= 0;
  }
}
