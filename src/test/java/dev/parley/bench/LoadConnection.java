package dev.parley.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One WebSocket of the load client; touched by its thread only. */
final class LoadConnection {
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String SWITCHED = "HTTP/1.1 101";

  private final int index;
  private final SocketChannel channel;
  private final Dialogue dialogue;
  private ByteBuffer unread = ByteBuffer.allocate(0);
  private ByteBuffer unwritten;
  private boolean switched;
  private boolean ready;
  private int lastSize;

  LoadConnection(int index, SocketChannel channel, Dialogue dialogue) {
    this.index = index;
    this.channel = channel;
    this.dialogue = dialogue;
  }

  boolean isReady() {
    return ready;
  }

  /** Payload bytes of the delivery that came last. */
  int lastSize() {
    return lastSize;
  }

  /** Writes the handshake request. */
  void greet() throws IOException {
    String request =
        "GET "
            + dialogue.target()
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Reads what there is.
   *
   * @param scratch a buffer of the caller's, for what is not kept
   * @return how many deliveries it held
   */
  int read(SelectionKey key, ByteBuffer scratch) throws IOException {
    scratch.clear();
    scratch.put(unread);
    if (channel.read(scratch) < 0) {
      throw new EOFException("connection " + index + " was closed by the server");
    }
    scratch.flip();
    if (!switched) {
      switchProtocol(scratch);
    }
    int deliveries = 0;
    while (switched) {
      ByteBuffer payload = frame(scratch);
      if (payload == null) {
        break;
      }
      deliveries += hear(payload);
    }
    unread = ByteBuffer.allocate(scratch.remaining()).put(scratch).flip();
    if (unwritten != null) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
    return deliveries;
  }

  private int hear(ByteBuffer payload) throws IOException {
    Dialogue.Answer answer = dialogue.heard(index, payload);
    if (answer.reply() != null) {
      say(answer.reply());
    }
    if (answer.kind() == Dialogue.Kind.READY) {
      ready = true;
    }
    if (answer.kind() != Dialogue.Kind.DELIVERY) {
      return 0;
    }
    lastSize = payload.limit() - payload.position();
    return 1;
  }

  private void switchProtocol(ByteBuffer in) throws IOException {
    for (int i = in.position(); i + 4 <= in.limit(); i++) {
      int at = 0;
      while (at < 4 && in.get(i + at) == HEAD_END[at]) {
        at++;
      }
      if (at == 4) {
        String head =
            StandardCharsets.ISO_8859_1
                .decode(in.slice(in.position(), i - in.position()))
                .toString();
        if (!head.startsWith(SWITCHED)) {
          throw new IOException("the handshake was refused: " + head);
        }
        in.position(i + 4);
        switched = true;
        String greeting = dialogue.greeting(index);
        if (greeting == null) {
          ready = true;
        } else {
          say(greeting);
        }
        return;
      }
    }
  }

  /** The payload of the next whole frame, or null when it is not all there. */
  private static ByteBuffer frame(ByteBuffer in) throws IOException {
    if (in.remaining() < 2) {
      return null;
    }
    int start = in.position();
    int opcode = in.get(start) & 0x0f;
    int length = in.get(start + 1) & 0x7f;
    int head = 2;
    if (length == 126) {
      if (in.remaining() < 4) {
        return null;
      }
      length = in.getShort(start + 2) & 0xffff;
      head = 4;
    } else if (length == 127) {
      throw new IOException("a frame larger than this client is made for");
    }
    if (in.remaining() < head + length) {
      return null;
    }
    if (opcode == 8) {
      throw new EOFException("the server closed a connection");
    }
    in.position(start + head + length);
    return in.slice(start + head, length);
  }

  /** Sends a text. */
  void say(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8).put((byte) 0x81);
    if (bytes.length < 126) {
      frame.put((byte) (0x80 | bytes.length));
    } else {
      frame.put((byte) 0xfe).putShort((short) bytes.length);
    }
    // A mask of zeros leaves the bytes as they are.
    write(frame.putInt(0).put(bytes).flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (unwritten == null) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      int waiting = unwritten == null ? 0 : unwritten.remaining();
      ByteBuffer all = ByteBuffer.allocate(waiting + bytes.remaining());
      if (unwritten != null) {
        all.put(unwritten);
      }
      unwritten = all.put(bytes).flip();
    }
  }

  /** Writes what had to wait. */
  void flush(SelectionKey key) throws IOException {
    if (unwritten != null) {
      channel.write(unwritten);
      if (unwritten.hasRemaining()) {
        return;
      }
      unwritten = null;
    }
    key.interestOps(SelectionKey.OP_READ);
  }
}
