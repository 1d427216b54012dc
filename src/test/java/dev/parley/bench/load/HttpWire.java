package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A connection that is kept for one request after another. */
final class HttpWire extends Wire {
  private final Route route;
  private final Listener listener;
  private boolean dialled;
  private ByteBuffer waiting;

  /** Who hears of it, on its loop. */
  interface Listener {
    /**
     * The answer to the last request.
     *
     * @param reply its body is not to be kept
     */
    void answered(HttpReplies.Reply reply) throws IOException;

    void ended(String why);
  }

  HttpWire(EventLoop loop, Route route, Listener listener) {
    super(loop);
    this.route = route;
    this.listener = listener;
  }

  void get(String target) {
    request("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  void post(String target, String body) {
    // What is sent here is ASCII, so characters are bytes.
    request(
        "POST "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain;charset=UTF-8\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private void request(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    if (isOpen()) {
      write(bytes);
      return;
    }
    waiting = bytes;
    if (!dialled) {
      dialled = true;
      dial(route);
    }
  }

  @Override
  void connected() {
    write(waiting);
  }

  @Override
  void received(ByteBuffer in) throws IOException {
    while (isOpen()) {
      HttpReplies.Reply reply = HttpReplies.next(in);
      if (reply == null) {
        return;
      }
      listener.answered(reply);
    }
  }

  @Override
  void ended(String why) {
    listener.ended(why);
  }
}
