package dev.parley.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Connects to a namespace with a token each, answers pings, counts chat messages. */
final class ParleyDialogue implements Dialogue {
  private static final Answer PONG = new Answer(Kind.NOISE, "3");

  private final String prefix;
  private final byte[] connected;
  private final byte[] message;
  private final IntFunction<String> tokens;

  /**
   * Describes the clients.
   *
   * @param namespace {@code /} or another
   * @param tokens the token of each connection
   */
  ParleyDialogue(String namespace, IntFunction<String> tokens) {
    this.prefix = namespace.equals("/") ? "" : namespace + ",";
    this.connected = bytes("40" + prefix);
    this.message = bytes("42" + prefix + "[\"chat:message\"");
    this.tokens = tokens;
  }

  @Override
  public String target() {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public String greeting(int connection) {
    return "40" + prefix + "{\"token\":\"" + tokens.apply(connection) + "\"}";
  }

  @Override
  public Answer heard(int connection, ByteBuffer payload) {
    if (payload.remaining() == 1 && payload.get(payload.position()) == '2') {
      return PONG;
    }
    if (startsWith(payload, message)) {
      return Answer.DELIVERY;
    }
    if (startsWith(payload, connected)) {
      return Answer.READY;
    }
    if (payload.remaining() > 1 && payload.get(payload.position() + 1) == '4') {
      throw new IllegalStateException(
          "connection "
              + connection
              + " was refused: "
              + StandardCharsets.UTF_8.decode(payload.duplicate()));
    }
    return Answer.NOISE;
  }

  private static boolean startsWith(ByteBuffer payload, byte[] prefix) {
    if (payload.remaining() < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (payload.get(payload.position() + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
