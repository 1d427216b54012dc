package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;
import java.util.concurrent.CompletableFuture;

/** A message of this node on its way into a log; used by the log's actor only. */
final class Outgoing {
  private final byte[] message;
  private final CompletableFuture<Position> stage = new CompletableFuture<>();
  private long sequence;
  private boolean written;
  private long writtenNanos;

  Outgoing(byte[] message) {
    this.message = message;
  }

  byte[] message() {
    return message;
  }

  CompletableFuture<Position> stage() {
    return stage;
  }

  long sequence() {
    return sequence;
  }

  void number(long next) {
    sequence = next;
  }

  boolean isWritten() {
    return written;
  }

  /** Notes the first time; a message that is written again does not live longer for it. */
  void writtenAt(long nanos) {
    if (!written) {
      written = true;
      writtenNanos = nanos;
    }
  }

  long ageNanos(long now) {
    return now - writtenNanos;
  }
}
