package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Outbox outbox =
      new Outbox(new LogLimits(MINUTE, 1_000, 1_000, 10, 1 << 30, MINUTE, MINUTE, MINUTE));

  @Test
  void aBatchStaysTheSameUntilItIsWritten() {
    add(2);
    List<Outgoing> batch = outbox.batch();
    add(1);

    assertThat(outbox.batch()).isSameAs(batch).hasSize(2);
    outbox.written(0);
    assertThat(numbers(outbox.batch())).containsExactly(3L);
    outbox.written(0);
    assertThat(outbox.batch()).isEmpty();
  }

  @Test
  void startingOverPutsWhatIsKeptBeforeWhatWaits() {
    add(2);
    write(0);
    add(2);
    outbox.batch();
    add(1);

    outbox.startOver(0);

    assertThat(numbers(outbox.batch())).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void whatIsTooOldOrTooMuchIsNotPublishedAgain() {
    add(1);
    write(0);
    add(1);
    write(MINUTE.toNanos());

    outbox.startOver(MINUTE.toNanos() + 1);
    assertThat(numbers(outbox.batch())).containsExactly(2L);

    // A thousand bytes is all that is kept; these messages have a hundred each.
    add(14);
    outbox.written(MINUTE.toNanos());
    write(MINUTE.toNanos());
    outbox.startOver(MINUTE.toNanos());
    assertThat(numbers(outbox.batch())).hasSize(10).endsWith(16L);
  }

  @Test
  void writingAMessageAgainDoesNotMakeItYounger() {
    add(1);
    write(0);
    outbox.startOver(MINUTE.toNanos() / 2);
    write(MINUTE.toNanos() / 2);

    outbox.startOver(MINUTE.toNanos() + 1);

    assertThat(outbox.batch()).isEmpty();
  }

  @Test
  void aBatchIsBounded() {
    Outbox large =
        new Outbox(new LogLimits(MINUTE, 1 << 30, 1 << 30, 10, 1 << 30, MINUTE, MINUTE, MINUTE));
    for (int i = 0; i < 2_000; i++) {
      large.add(new Outgoing(new byte[10], null, null, 0));
    }
    assertThat(large.batch()).hasSize(512);
    large.written(0);
    for (int i = 0; i < 20; i++) {
      large.add(new Outgoing(new byte[100 << 10], null, null, 0));
    }
    int biggest = 0;
    for (List<Outgoing> batch = large.batch(); !batch.isEmpty(); batch = large.batch()) {
      biggest =
          Math.max(biggest, batch.stream().mapToInt(message -> message.message().length).sum());
      large.written(0);
    }
    assertThat(biggest).isBetween(512 << 10, 620 << 10);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      outbox.add(new Outgoing(new byte[100], null, null, 0));
    }
  }

  private void write(long now) {
    outbox.batch();
    outbox.written(now);
  }

  private static List<Long> numbers(List<Outgoing> batch) {
    return new ArrayList<>(batch.stream().map(Outgoing::sequence).toList());
  }
}
