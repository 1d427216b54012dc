package dev.parley.socketio.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** One complete packet from a client; binary packets come with all their attachments. */
public sealed interface SocketPacket {
  /** Starts with {@code /}, has no query part; {@code /} alone is the main namespace. */
  String namespace();

  /**
   * The client wants to join a namespace.
   *
   * @param auth the empty object where the client sent none
   */
  record Connect(String namespace, JsonObject auth) implements SocketPacket {
    public Connect {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(auth, "auth");
    }
  }

  /** The client leaves a namespace. */
  record Disconnect(String namespace) implements SocketPacket {
    public Disconnect {
      Objects.requireNonNull(namespace, "namespace");
    }
  }

  /**
   * An event, with or without attachments.
   *
   * @param ackId present when the client wants an ack
   * @param name neither reserved nor checked otherwise; may be empty, long or odd
   * @param arguments without the name; placeholders of attachments stand in it as they came
   * @param attachments in the order of their numbers; each is named by a placeholder
   * @param size what it counts for: characters of the text plus bytes of the attachments
   */
  record Event(
      String namespace,
      OptionalLong ackId,
      String name,
      JsonArray arguments,
      List<byte[]> attachments,
      int size)
      implements SocketPacket {
    public Event {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(ackId, "ackId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(arguments, "arguments");
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * The answer to an event that the server sent.
   *
   * @param size as in {@link Event}
   */
  record Ack(String namespace, long ackId, JsonArray arguments, List<byte[]> attachments, int size)
      implements SocketPacket {
    public Ack {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(arguments, "arguments");
      attachments = List.copyOf(attachments);
    }
  }

  /** Well-formed, but only servers send it: the session closes on it. */
  record ConnectError(String namespace, JsonValue data) implements SocketPacket {
    public ConnectError {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(data, "data");
    }
  }
}
