package dev.parley.engineio.session;

import dev.parley.outbound.Frame;
import java.util.List;

/** A GET, and what it was answered: nothing yet, packets, or {@code 400}. */
final class FakePoll implements PollExchange {
  private String answer;
  private Runnable lost;

  @Override
  public void packets(List<Frame> frames, Runnable ifLost) {
    lost = ifLost;
    answer(String.join("|", frames.stream().map(FakeChannel::asText).toList()));
  }

  @Override
  public void refuse() {
    answer("400");
  }

  /** Its client was gone when the answer was written. */
  void lose() {
    lost.run();
  }

  String answer() {
    return answer;
  }

  private void answer(String text) {
    if (answer != null) {
      throw new IllegalStateException("answered twice: " + answer + " and " + text);
    }
    answer = text;
  }
}
