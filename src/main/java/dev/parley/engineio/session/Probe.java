package dev.parley.engineio.session;

import dev.parley.kernel.Scheduler.Timeout;

/** A WebSocket that is about to take over from polling; confined to the session's mailbox. */
final class Probe {
  final WebSocketChannel channel;
  private final Timeout timeout;
  private Step step = Step.CONNECTED;

  /** How far it is; each step is taken once. */
  enum Step {
    /** It has said nothing yet. */
    CONNECTED,
    /** {@code 2probe} came, {@code 3probe} is being written. */
    ANSWERING,
    /** {@code 3probe} was written. */
    ANSWERED
  }

  Probe(WebSocketChannel channel, Timeout timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  Step step() {
    return step;
  }

  void enter(Step next) {
    step = next;
  }

  /** Whether polls are to be released, because the client wants to leave them. */
  boolean releasesPolls() {
    return step != Step.CONNECTED;
  }

  void end() {
    timeout.cancel();
  }
}
