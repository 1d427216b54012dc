package dev.parley.engineio.session;

import dev.parley.outbound.Frame;
import java.util.List;

/** A GET, and what it was answered: nothing yet, packets, or {@code 400}. */
final class FakePoll implements PollExchange {
  private String answer;

  @Override
  public void packets(List<Frame> frames) {
    answer(String.join("|", frames.stream().map(FakeChannel::asText).toList()));
  }

  @Override
  public void refuse() {
    answer("400");
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
