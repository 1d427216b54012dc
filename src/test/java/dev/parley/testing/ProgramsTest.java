package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramsTest {
  @Test
  void aProgramOnThePathIsFound() {
    assertThat(Programs.find("sh"))
        .hasValueSatisfying(path -> assertThat(path).isExecutable().isAbsolute());
  }

  @Test
  void aProgramThatIsThereNeedsNoPackage() {
    assertThat(Programs.require("sh", "no-such-package")).isExecutable();
  }

  @Test
  void anUnknownProgramIsNotFound() {
    assertThat(Programs.find("no-such-program-at-all")).isEmpty();
  }
}
