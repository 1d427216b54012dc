package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips trips = new RoundTrips();

  @Test
  void aBatchThatIsHeardTookAsLongAsSinceItsFirstMessageWasPublished() {
    trips.sent(message(1, 100));

    assertThat(trips.heard(1, 130)).isEqualTo(OptionalLong.of(30));
  }

  @Test
  void whatIsSentOnceMoreCountsFromTheBeginningAndOnce() {
    Outgoing message = message(1, 100);
    trips.sent(message);
    trips.sent(message);

    assertThat(trips.heard(1, 500)).isEqualTo(OptionalLong.of(400));
    assertThat(trips.heard(1, 600)).isEmpty();
  }

  @Test
  void aFrameThatComesAfterTheNextBatchWasSentIsMeasuredToo() {
    trips.sent(message(1, 100));
    trips.sent(message(4, 110));

    assertThat(trips.heard(1, 130)).isEqualTo(OptionalLong.of(30));
    assertThat(trips.heard(4, 135)).isEqualTo(OptionalLong.of(25));
  }

  @Test
  void whatTheChannelLostIsNotMeasuredAndNotKept() {
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      trips.sent(message(sequence, sequence));
    }

    assertThat(trips.heard(1, 2_000)).isEmpty();
    assertThat(trips.heard(1_000, 1_010)).isEqualTo(OptionalLong.of(10));
  }

  @Test
  void whatIsWrittenAgainInANewEpochIsNotMeasured() {
    Outgoing message = message(1, 100);
    message.writtenAt(120);
    trips.sent(message);

    assertThat(trips.heard(1, 9_000)).isEmpty();
  }

  private static Outgoing message(long sequence, long published) {
    Outgoing message = new Outgoing(new byte[0], null, null, published);
    message.sequence(sequence);
    return message;
  }
}
