package dev.parley.testing.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket handshake to be made, with whatever headers a test wants. */
public final class WebSocketDial {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private final int port;
  private final String target;
  private final List<String> headers = new ArrayList<>();
  private String from;
  private int receiveBufferBytes;

  WebSocketDial(int port, String target) {
    this.port = port;
    this.target = target;
  }

  /** Adds a header, written as given: {@code "Name: value"}. */
  public WebSocketDial header(String header) {
    headers.add(header);
    return this;
  }

  public WebSocketDial headers(List<String> more) {
    headers.addAll(more);
    return this;
  }

  public WebSocketDial subprotocols(String... names) {
    return header("Sec-WebSocket-Protocol: " + String.join(", ", names));
  }

  /** Dials from a source address, as {@code 127.0.0.7}. */
  public WebSocketDial from(String address) {
    this.from = address;
    return this;
  }

  /** Lets the kernel take in only so much while the test does not read. */
  public WebSocketDial receiveBuffer(int bytes) {
    this.receiveBufferBytes = bytes;
    return this;
  }

  /** Dials and demands 101. */
  public RawWebSocket open() throws IOException {
    Wire wire = Wire.open(port, from, receiveBufferBytes);
    boolean opened = false;
    try {
      HttpReply reply = shake(wire);
      if (reply.status() != 101) {
        throw new AssertionError("the handshake was refused: " + reply);
      }
      opened = true;
      return new RawWebSocket(wire, reply);
    } finally {
      if (!opened) {
        wire.close();
      }
    }
  }

  /** Dials and hangs up; the answer is what counts. */
  public HttpReply answer() throws IOException {
    try (Wire wire = Wire.open(port, from, receiveBufferBytes)) {
      return shake(wire);
    }
  }

  private HttpReply shake(Wire wire) throws IOException {
    List<String> all = new ArrayList<>(headers);
    all.add("Upgrade: websocket");
    all.add("Connection: Upgrade");
    all.add("Sec-WebSocket-Version: 13");
    all.add("Sec-WebSocket-Key: " + KEY);
    String head = RawHttp.head("GET", target, -1, all.toArray(new String[0]));
    wire.write(head.getBytes(StandardCharsets.ISO_8859_1));
    return new RawHttp(wire).reply(BOUND);
  }
}
