package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Three tries under one bound: a busy machine delays one or two of them, slow code all. */
public final class BestOfThree {
  private static final int TRIES = 3;

  private BestOfThree() {}

  /** One try; whatever an earlier one leaves behind must not make it quicker. */
  @FunctionalInterface
  public interface Attempt<E extends Exception> {
    /** Tries, for the first, second or third time; returns how long it took. */
    Duration took(int number) throws E;
  }

  /** Tries until it takes less than the bound; fails when it never does. */
  public static <E extends Exception> void assertUnder(Duration bound, Attempt<E> attempt)
      throws E {
    List<Duration> took = new ArrayList<>();
    do {
      took.add(attempt.took(took.size() + 1));
    } while (Collections.min(took).compareTo(bound) >= 0 && took.size() < TRIES);
    assertThat(Collections.min(took)).as("the shortest of %s", took).isLessThan(bound);
  }
}
