package dev.parley.engineio.protocol;

import java.util.Objects;

/** One packet as it came: text with its type, or a binary message. */
public sealed interface EnginePacket {
  PacketType type();

  /**
   * A text packet.
   *
   * @param data what follows the type digit; empty where nothing does
   */
  record Text(PacketType type, String data) implements EnginePacket {
    public Text {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(data, "data");
    }
  }

  /** A binary message; the array belongs to whoever takes the packet. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Binary(byte[] data) implements EnginePacket {
    public Binary {
      Objects.requireNonNull(data, "data");
    }

    @Override
    public PacketType type() {
      return PacketType.MESSAGE;
    }
  }
}
