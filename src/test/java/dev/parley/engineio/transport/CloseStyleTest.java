package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseStyleTest {
  private final Map<String, String> headers = new HashMap<>();

  private CloseStyle style() {
    return CloseStyle.of(
        Doubles.of(
            HttpServletRequest.class, Map.of("getHeader", name -> headers.get((String) name[0]))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp/3.12.12", "okhttp/4.12.0", "okhttp/5.0.0-alpha.14"})
  void theJavaClientMeetsAFailure(String userAgent) {
    headers.put("User-Agent", userAgent);

    assertThat(style()).isEqualTo(CloseStyle.FAILING);
  }

  @Test
  void reactNativeIsToldByTheCode() {
    headers.put("User-Agent", "okhttp/4.12.0");
    headers.put("Origin", "http://chat.example");

    assertThat(style()).isEqualTo(CloseStyle.PLAIN);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Mozilla/5.0 (X11; Linux x86_64)", "node", "my okhttp/4.12.0"})
  void othersAreToldByTheCode(String userAgent) {
    headers.put("User-Agent", userAgent);

    assertThat(style()).isEqualTo(CloseStyle.PLAIN);
  }
}
