package dev.parley.engineio.session;

import dev.parley.outbound.Frame;
import java.util.List;

/** A GET that waits for its answer; exactly one method is called, once, and none blocks. */
public interface PollExchange {
  /** Answers with packets, at least one. */
  void packets(List<Frame> frames);

  /** Answers that the session takes no poll: 400. */
  void refuse();
}
