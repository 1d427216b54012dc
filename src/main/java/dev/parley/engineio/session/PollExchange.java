package dev.parley.engineio.session;

import dev.parley.outbound.Frame;
import java.util.List;

/** A GET that waits for its answer; exactly one method is called, once, and none blocks. */
public interface PollExchange {
  /**
   * Answers with packets, at least one.
   *
   * @param lost run when the answer could not be written, on any thread, perhaps more than once
   */
  void packets(List<Frame> frames, Runnable lost);

  /** Answers that the session takes no poll: 400. */
  void refuse();
}
