package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Scheduler.Timeout;
import dev.parley.outbound.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Puts the parts of a WebSocket's messages together, within limits.
 *
 * <p>Bytes, fragments and time are counted for the whole message; what the server counts is one
 * frame. Called by one I/O callback at a time.
 */
public final class InboundMessages {
  private final Limits limits;
  private final Scheduler scheduler;
  private final Receiver receiver;
  private StringBuilder text;
  private ByteArrayOutputStream binary;
  private int bytes;
  private int fragments;
  private Timeout timeout;
  private volatile boolean broken;

  /** The limits on one message. */
  public record Limits(int maxBytes, int maxFragments, Duration timeout) {
    /** As for Engine.IO. */
    public static Limits of(EngineSettings settings) {
      return new Limits(settings.maxPayload(), settings.maxFragments(), settings.messageTimeout());
    }
  }

  /** Takes whole messages. */
  public interface Receiver {
    void text(String text, int bytes);

    /** The array is the receiver's. */
    void binary(byte[] bytes);

    /** A limit was broken; nothing more will be received. */
    void broken(CloseCode code);
  }

  public InboundMessages(Limits limits, Scheduler scheduler, Receiver receiver) {
    this.limits = limits;
    this.scheduler = scheduler;
    this.receiver = receiver;
  }

  /** A part of a text message. */
  public void text(String part, boolean last) {
    int size = Utf8.length(part);
    if (!count(size, last)) {
      return;
    }
    if (last && text == null) {
      reset();
      receiver.text(part, size);
      return;
    }
    if (text == null) {
      text = new StringBuilder(part.length() + 16);
    }
    text.append(part);
    if (last) {
      String whole = text.toString();
      int total = bytes;
      reset();
      receiver.text(whole, total);
    }
  }

  /** A part of a binary message; it is copied. */
  public void binary(ByteBuffer part, boolean last) {
    int size = part.remaining();
    if (!count(size, last)) {
      return;
    }
    byte[] copy = new byte[size];
    part.get(copy);
    if (last && binary == null) {
      reset();
      receiver.binary(copy);
      return;
    }
    if (binary == null) {
      binary = new ByteArrayOutputStream(size);
    }
    binary.write(copy, 0, size);
    if (last) {
      byte[] whole = binary.toByteArray();
      reset();
      receiver.binary(whole);
    }
  }

  /** The connection is gone; frees what was begun. */
  public void end() {
    broken = true;
    reset();
  }

  private boolean count(int size, boolean last) {
    if (broken) {
      return false;
    }
    fragments++;
    if (size > limits.maxBytes() - bytes || fragments > limits.maxFragments()) {
      breakWith(CloseCode.MESSAGE_TOO_BIG);
      reset();
      return false;
    }
    bytes += size;
    if (fragments == 1 && !last) {
      timeout = scheduler.schedule(limits.timeout(), () -> breakWith(CloseCode.RECEIVE_TIMEOUT));
    }
    return true;
  }

  private void breakWith(CloseCode code) {
    broken = true;
    receiver.broken(code);
  }

  private void reset() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
    text = null;
    binary = null;
    bytes = 0;
    fragments = 0;
  }
}
