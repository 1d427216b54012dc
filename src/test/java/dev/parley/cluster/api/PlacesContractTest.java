package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every count of places promises. */
public abstract class PlacesContractTest {
  /** A fresh count. */
  protected abstract Places places();

  @Test
  public void thereAreSoManyAndThoseGivenBackAreFree() {
    Places places = places();
    assertThat(places.take("user", "anna", 2)).isTrue();
    assertThat(places.take("user", "anna", 2)).isTrue();
    assertThat(places.take("user", "anna", 2)).isFalse();

    places.give("user", "anna");

    assertThat(places.take("user", "anna", 2)).isTrue();
    assertThat(places.take("user", "anna", 2)).isFalse();
  }

  @Test
  public void kindsAndSubjectsAreApart() {
    Places places = places();
    assertThat(places.take("user", "anna", 1)).isTrue();
    assertThat(places.take("address", "anna", 1)).isTrue();
    assertThat(places.take("user", "berta", 1)).isTrue();
    assertThat(places.take("user", "anna", 1)).isFalse();
  }

  @Test
  public void givingWhatWasNeverTakenFreesNothing() {
    Places places = places();
    places.give("user", "anna");
    assertThat(places.take("user", "anna", 1)).isTrue();

    assertThat(places.take("user", "anna", 1)).isFalse();
  }

  @Test
  public void theCapHoldsWhenManyComeAtOnce() throws Exception {
    Places places = places();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> takes = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      takes.add(() -> places.take("user", "anna", 20));
    }
    int taken = 0;
    try {
      for (Future<Boolean> done : pool.invokeAll(takes)) {
        taken += done.get() ? 1 : 0;
      }
    } finally {
      pool.shutdownNow();
    }

    // Those who come at the same moment may refuse each other, but never exceed the cap.
    assertThat(taken).isBetween(1, 20);
  }
}
