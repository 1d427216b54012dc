package dev.parley.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Places;
import dev.parley.cluster.api.PlacesContractTest;
import org.junit.jupiter.api.Test;

class MemoryPlacesTest extends PlacesContractTest {
  private final MemoryPlaces places = new MemoryPlaces();

  @Override
  protected Places places() {
    return places;
  }

  @Test
  void nothingStaysOfASubjectWithoutPlaces() {
    places.take("user", "anna", 1);
    places.give("user", "anna");

    assertThat(places.subjects()).isZero();
  }
}
