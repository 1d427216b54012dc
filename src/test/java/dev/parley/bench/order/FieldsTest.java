package dev.parley.bench.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void aLineCarriesAnyText() {
    String text = "a b=c\nd & é,+";

    Fields read = Fields.parse(new Fields().with("why", text).with("n", 7).toString());

    assertThat(read.text("why")).isEqualTo(text);
    assertThat(read.number("n")).isEqualTo(7);
  }

  @Test
  void aListMayBeEmpty() {
    Fields read =
        Fields.parse(
            new Fields().withAll("none", List.of()).withAll("two", List.of(1, 2)).toString());

    assertThat(read.list("none")).isEmpty();
    assertThat(read.list("two")).containsExactly("1", "2");
  }

  @Test
  void aMissingValueIsNamed() {
    assertThatThrownBy(() -> Fields.parse("a=1").text("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no b");
  }
}
