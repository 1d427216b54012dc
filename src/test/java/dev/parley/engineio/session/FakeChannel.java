package dev.parley.engineio.session;

import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A WebSocket whose peer reads as fast as the test wants. */
final class FakeChannel implements WebSocketChannel {
  final List<String> frames = new ArrayList<>();
  final List<CloseCode> closes = new ArrayList<>();
  private final Deque<Callback> inFlight = new ArrayDeque<>();
  private boolean reads = true;

  @Override
  public void write(Frame frame, Callback callback) {
    frames.add(FakeChannel.asText(frame));
    if (reads) {
      callback.done(true);
    } else {
      inFlight.add(callback);
    }
  }

  @Override
  public void close(CloseCode code) {
    closes.add(code);
  }

  void stopReading() {
    reads = false;
  }

  void readOn() {
    reads = true;
    while (!inFlight.isEmpty()) {
      inFlight.remove().done(true);
    }
  }

  void failWrite() {
    inFlight.remove().done(false);
  }

  static String asText(Frame frame) {
    return frame instanceof Frame.Text text
        ? text.text()
        : "bytes:" + ((Frame.Binary) frame).bytes().length;
  }
}
