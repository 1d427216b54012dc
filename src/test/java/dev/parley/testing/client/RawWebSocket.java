package dev.parley.testing.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket client that sends exactly what it is told and answers nothing by itself.
 *
 * <p>It reads only inside {@link #next} and {@link #end}: a test that calls neither is a client
 * that stopped reading. One thread reads, one writes. A wait that ends without a result is an
 * AssertionError.
 */
public final class RawWebSocket implements AutoCloseable {
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};
  private static final int LARGEST = 64 * 1024 * 1024;

  private final Wire wire;
  private final HttpReply handshake;

  RawWebSocket(Wire wire, HttpReply handshake) {
    this.wire = wire;
    this.handshake = handshake;
  }

  /** Starts a handshake with a loopback port. */
  public static WebSocketDial dial(int port, String target) {
    return new WebSocketDial(port, target);
  }

  /** The 101 response. */
  public HttpReply handshake() {
    return handshake;
  }

  public void text(String text) throws IOException {
    frame(true, Incoming.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public void binary(byte[] bytes) throws IOException {
    frame(true, Incoming.Kind.BINARY, bytes);
  }

  public void ping(String payload) throws IOException {
    frame(true, Incoming.Kind.PING, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a close frame; the connection stays open for the answer. */
  public void sendClose(int code, String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    frame(
        true,
        Incoming.Kind.CLOSE,
        ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** Sends one frame, masked, as a part of a message when it is not the last. */
  public void frame(boolean last, Incoming.Kind kind, byte[] payload) throws IOException {
    wire.write(encode(last, kind.opcode(), payload, true));
  }

  /** Sends the bytes of any frames, made by {@link #encode} or by hand. */
  public void raw(byte[] bytes) throws IOException {
    wire.write(bytes);
  }

  /** Sends the head of a masked frame whose payload the caller sends in pieces, or never. */
  public void announce(boolean last, Incoming.Kind kind, long length) throws IOException {
    wire.write(head(last, kind.opcode(), length, true));
  }

  /** Sends masked payload bytes that follow an announced frame from the given offset on. */
  public void payload(byte[] bytes, int offset) throws IOException {
    wire.write(masked(bytes, offset));
  }

  /** A frame's bytes, with any opcode, masked as a client must or not at all. */
  public static byte[] encode(boolean last, int opcode, byte[] payload, boolean mask) {
    byte[] head = head(last, opcode, payload.length, mask);
    return ByteBuffer.allocate(head.length + payload.length)
        .put(head)
        .put(mask ? masked(payload, 0) : payload)
        .array();
  }

  private static byte[] head(boolean last, int opcode, long length, boolean mask) {
    ByteBuffer head = ByteBuffer.allocate(14);
    int maskBit = mask ? 0x80 : 0;
    head.put((byte) ((last ? 0x80 : 0) | opcode));
    if (length < 126) {
      head.put((byte) (maskBit | (int) length));
    } else if (length < 65_536) {
      head.put((byte) (maskBit | 126)).putShort((short) length);
    } else {
      head.put((byte) (maskBit | 127)).putLong(length);
    }
    if (mask) {
      head.put(MASK);
    }
    byte[] bytes = new byte[head.position()];
    head.flip().get(bytes);
    return bytes;
  }

  private static byte[] masked(byte[] payload, int offset) {
    byte[] bytes = payload.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= MASK[(offset + i) & 3];
    }
    return bytes;
  }

  /** The next frame or the end of the connection. */
  public Incoming next(Duration within) throws IOException {
    return next(Wire.deadline(within));
  }

  /** The next text message, whole; anything else is an AssertionError. */
  public String nextText(Duration within) throws IOException {
    Incoming incoming = next(within);
    if (incoming.kind() != Incoming.Kind.TEXT || !incoming.last()) {
      throw new AssertionError("expected a text frame, got " + incoming);
    }
    return incoming.text();
  }

  /** Waits for the connection to end, dropping the frames before it. */
  public Incoming end(Duration within) throws IOException {
    long deadline = Wire.deadline(within);
    Incoming incoming = next(deadline);
    while (!incoming.isEnd()) {
      incoming = next(deadline);
    }
    return incoming;
  }

  /** Waits for the TCP connection to end, close frames and all. */
  public Incoming endOfStream(Duration within) throws IOException {
    long deadline = Wire.deadline(within);
    Incoming incoming = next(deadline);
    while (!incoming.isEnd() || incoming.kind() == Incoming.Kind.CLOSE) {
      incoming = next(deadline);
    }
    return incoming;
  }

  private Incoming next(long deadline) throws IOException {
    try {
      return read(deadline);
    } catch (SocketTimeoutException nothing) {
      throw new AssertionError("nothing more came over the WebSocket in time", nothing);
    } catch (SocketException | EOFException reset) {
      return end(Incoming.Kind.RESET);
    }
  }

  private Incoming read(long deadline) throws IOException {
    int first = wire.read(deadline);
    if (first < 0) {
      return end(Incoming.Kind.EOF);
    }
    int second = wire.readFully(1, deadline)[0] & 0xff;
    if ((second & 0x80) != 0 || (first & 0x70) != 0) {
      throw new AssertionError("the server sent a masked frame or reserved bits");
    }
    long length =
        switch (second) {
          case 126 -> ByteBuffer.wrap(wire.readFully(2, deadline)).getShort() & 0xffff;
          case 127 -> ByteBuffer.wrap(wire.readFully(8, deadline)).getLong();
          default -> second;
        };
    if (length < 0 || length > LARGEST) {
      throw new AssertionError("the server announced a frame of " + length + " bytes");
    }
    byte[] payload = wire.readFully((int) length, deadline);
    return new Incoming(
        Incoming.Kind.of(first & 0x0f), (first & 0x80) != 0, payload, System.nanoTime());
  }

  private static Incoming end(Incoming.Kind kind) {
    return new Incoming(kind, true, new byte[0], System.nanoTime());
  }

  /** Ends the connection with a TCP reset, without a close frame. */
  public void reset() throws IOException {
    wire.reset();
  }

  /** Ends the connection with a FIN, without a close frame. */
  @Override
  public void close() {
    wire.close();
  }
}
