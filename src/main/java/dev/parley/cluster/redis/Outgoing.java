package dev.parley.cluster.redis;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.Published;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A message of this node on its way into a log; used by the log's actor only. */
final class Outgoing {
  /** In the place of a stage that is done; what it says is asked for by nobody. */
  private static final CompletableFuture<Published> ANSWERED =
      CompletableFuture.completedFuture(Published.ALONE);

  private final byte[] message;
  private final String key;
  private final String counter;
  private final long takenNanos;
  private CompletableFuture<Published> stage = new CompletableFuture<>();
  private long sequence;
  private long number;
  private boolean written;
  private long writtenNanos;

  Outgoing(byte[] message, String key, String counter, long now) {
    this.message = message;
    this.key = key;
    this.counter = counter;
    this.takenNanos = now;
  }

  static Outgoing of(ClusterMessage message, long now) {
    byte[] bytes = MessageCodec.write(message);
    return message instanceof RoomEvent event
        ? new Outgoing(
            bytes, event.key(), event.numbering() == null ? null : event.numbering().counter(), now)
        : new Outgoing(bytes, null, null, now);
  }

  byte[] message() {
    return message;
  }

  /** Null when it may be repeated. */
  String key() {
    return key;
  }

  /** Null when the log does not number it. */
  String counter() {
    return counter;
  }

  /** What its publisher has; asked for once, before the log's actor gets the message. */
  CompletionStage<Published> stage() {
    return stage;
  }

  boolean isAnswered() {
    return stage.isDone();
  }

  /**
   * Tells the publisher; the first answer counts. What was answered is kept for minutes, its answer
   * is not.
   */
  void answer(Published place) {
    CompletableFuture<Published> waiting = stage;
    stage = ANSWERED;
    waiting.complete(place);
  }

  void fail(RuntimeException reason) {
    CompletableFuture<Published> waiting = stage;
    stage = ANSWERED;
    waiting.completeExceptionally(reason);
  }

  long sequence() {
    return sequence;
  }

  void sequence(long next) {
    sequence = next;
  }

  /** What the log gave it; 0 as long as that is not known. */
  long number() {
    return number;
  }

  void number(long given) {
    number = given;
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

  /** How long the log has had it. */
  long ageNanos(long now) {
    return now - writtenNanos;
  }

  /** How long its publisher has been waiting. */
  long waitedNanos(long now) {
    return now - takenNanos;
  }

  Draft draft(long seen) {
    return new Draft(message, key, counter, number, seen);
  }

  /** The message with the number, as far as that is known. */
  byte[] numberedMessage() {
    return number == 0 ? message : MessageCodec.numbered(message, number);
  }

  LogEntry at(Published place, String publisher) {
    return new LogEntry(place.position(), publisher, sequence, numberedMessage());
  }
}
