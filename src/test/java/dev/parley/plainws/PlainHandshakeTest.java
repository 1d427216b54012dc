package dev.parley.plainws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.kernel.ParleyException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainHandshakeTest {
  @Test
  void theNamespaceIsTheMainOneUnlessTheQueryNamesAnother() {
    assertThat(PlainHandshake.namespace(null)).isEqualTo("/");
    assertThat(PlainHandshake.namespace("x=1")).isEqualTo("/");
    assertThat(PlainHandshake.namespace("x=1&ns=/chat")).isEqualTo("/chat");
    assertThat(PlainHandshake.namespace("ns=%2Fchat&ns=/other")).isEqualTo("/chat");
    assertThat(PlainHandshake.namespace("ns=")).isEmpty();
  }

  @Test
  void aBrokenEscapeIsRefused() {
    assertThatThrownBy(() -> PlainHandshake.namespace("ns=%zz"))
        .isInstanceOf(ParleyException.class)
        .hasMessage("Malformed query");
  }

  @Test
  void theTokenIsFoundAmongAllSubprotocolsOffered() {
    assertThat(PlainHandshake.token(null)).isEmpty();
    assertThat(PlainHandshake.token(headers("parley.v1.json"))).isEmpty();
    assertThat(PlainHandshake.token(headers("parley.v1.json, bearer.a.b.c"))).hasValue("a.b.c");
    assertThat(PlainHandshake.token(headers("parley.v1.json", "bearer.x"))).hasValue("x");
  }

  @Test
  void theTokenIsNeverSentBack() {
    assertThat(PlainHandshake.negotiated(List.of("bearer.x", "parley.v1.json")))
        .isEqualTo("parley.v1.json");
    assertThat(PlainHandshake.negotiated(List.of("bearer.x", "other"))).isEmpty();
  }

  private static Enumeration<String> headers(String... values) {
    return Collections.enumeration(List.of(values));
  }
}
