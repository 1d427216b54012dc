package dev.parley.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket from the handshake on. */
final class WebSocketWire extends Wire {
  private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};
  private static final int SWITCHED = 101;

  private final String target;
  private final Listener listener;
  private final WebSocketFrames frames = new WebSocketFrames();
  private boolean switched;

  /** Who hears of it, on its loop. */
  interface Listener {
    void opened();

    /**
     * A message.
     *
     * @param payload not to be kept
     */
    void text(ByteBuffer payload);

    void ended(String why);
  }

  /**
   * Prepares one.
   *
   * @param target path and query of the handshake
   */
  WebSocketWire(EventLoop loop, String target, Listener listener) {
    super(loop);
    this.target = target;
    this.listener = listener;
  }

  void send(Message message) {
    write(message.frame());
  }

  /** Says goodbye, and closes. */
  void leave() {
    if (isOpen()) {
      write(ByteBuffer.wrap(CLOSE));
    }
    end();
  }

  @Override
  void connected() {
    String request =
        "GET "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  void received(ByteBuffer in) throws IOException {
    if (!switched) {
      HttpReplies.Reply reply = HttpReplies.next(in);
      if (reply == null) {
        return;
      }
      if (reply.status() != SWITCHED) {
        throw new IOException("handshake refused: " + reply.status() + ' ' + reply.text());
      }
      switched = true;
      listener.opened();
    }
    while (isOpen()) {
      ByteBuffer payload = frames.next(in);
      if (payload == null) {
        return;
      }
      switch (frames.opcode()) {
        case WebSocketFrames.TEXT -> listener.text(payload);
        case WebSocketFrames.PING -> pong(payload);
        case WebSocketFrames.CLOSE -> throw new EOFException("closed with " + code(payload));
        default -> throw new IOException("a frame of kind " + frames.opcode());
      }
    }
  }

  private void pong(ByteBuffer payload) {
    int length = payload.remaining();
    write(
        ByteBuffer.allocate(length + 6)
            .put((byte) 0x8a)
            .put((byte) (0x80 | length))
            .putInt(0)
            .put(payload)
            .flip());
  }

  private static String code(ByteBuffer payload) {
    return payload.remaining() < 2
        ? "no code"
        : Integer.toString(payload.getShort(payload.position()) & 0xffff);
  }

  @Override
  void ended(String why) {
    listener.ended(why);
  }
}
