package dev.parley.testing.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An Engine.IO session to be opened: where, with what headers, over what transport. */
public final class EngineDial {
  private final int port;
  private final List<String> headers = new ArrayList<>();
  private String path = "/socket.io/";
  private String from;

  EngineDial(int port) {
    this.port = port;
  }

  /** The path, {@code /socket.io/} by default. */
  public EngineDial path(String other) {
    this.path = other;
    return this;
  }

  /** Adds a header to every request and handshake, as {@code "Name: value"}. */
  public EngineDial header(String header) {
    headers.add(header);
    return this;
  }

  /** Sends a bearer token with every request and handshake. */
  public EngineDial bearer(String token) {
    return header("Authorization: Bearer " + token);
  }

  /** Connects from a source address, as {@code 127.0.0.7}. */
  public EngineDial from(String address) {
    this.from = address;
    return this;
  }

  /** Opens a session over long-polling. */
  public RawEngine polling() throws IOException {
    RawEngine engine = new RawEngine();
    engine.start(new PollingLink(engine, this));
    return engine;
  }

  /** Opens a session over WebSocket. */
  public RawEngine webSocket() throws IOException {
    RawEngine engine = new RawEngine();
    engine.start(new WebSocketLink(engine, socket(null)));
    return engine;
  }

  /** Opens a session over long-polling and moves it to WebSocket by probe and upgrade. */
  public RawEngine upgraded() throws IOException {
    RawEngine engine = polling();
    boolean moved = false;
    try {
      RawWebSocket socket = socket(engine.sid());
      socket.text("2probe");
      String answer = socket.nextText(RawEngine.BOUND);
      if (!answer.equals("3probe")) {
        throw new AssertionError("expected 3probe, got " + answer);
      }
      engine.link().retire();
      socket.text("5");
      engine.move(new WebSocketLink(engine, socket));
      moved = true;
      return engine;
    } finally {
      if (!moved) {
        engine.close();
      }
    }
  }

  /** A WebSocket for a session, or (sid null) for a new one; nothing reads it yet. */
  public RawWebSocket socket(String sid) throws IOException {
    return RawWebSocket.dial(port, target("websocket", sid)).headers(headers).from(from).open();
  }

  /** The request target for a transport; sid null for a new session. */
  public String target(String transport, String sid) {
    return path + "?EIO=4&transport=" + transport + (sid == null ? "" : "&sid=" + sid);
  }

  int port() {
    return port;
  }

  String source() {
    return from;
  }

  String[] headerArray() {
    return headers.toArray(new String[0]);
  }
}
