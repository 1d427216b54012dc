package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engineio.session.Transport;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineRequestTest {
  private static HttpServletRequest request(String method, String query, String upgrade) {
    return Doubles.of(
        HttpServletRequest.class,
        Map.of(
            "getMethod", none -> method,
            "getQueryString", none -> query,
            "getHeader", name -> name[0].equals("Upgrade") ? upgrade : null));
  }

  @Test
  void aNewSessionHasNoId() {
    assertThat(EngineRequest.of(request("GET", "EIO=4&transport=polling&t=x", null)))
        .isEqualTo(new EngineRequest(Transport.POLLING, Optional.empty()));
    assertThat(EngineRequest.of(request("GET", "transport=websocket&EIO=4", "WebSocket")))
        .isEqualTo(new EngineRequest(Transport.WEBSOCKET, Optional.empty()));
  }

  @Test
  void theIdIsDecoded() {
    assertThat(EngineRequest.of(request("POST", "EIO=4&transport=polling&sid=a%2Db", null)).sid())
        .contains("a-b");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, , ",
    "GET, transport=polling, ",
    "GET, EIO=3&transport=polling, ",
    "GET, EIO=abc&transport=polling, ",
    "GET, xEIO=4&transport=polling, ",
    "GET, EIO=4, ",
    "GET, EIO=4&transport=abc, ",
    "GET, EIO=4&transport=websocket, ",
    "GET, EIO=4&transport=polling, websocket",
    "POST, EIO=4&transport=polling, ",
    "POST, EIO=4&transport=websocket&sid=a, websocket",
    "PUT, EIO=4&transport=polling&sid=a, ",
    "HEAD, EIO=4&transport=polling, ",
    "GET, EIO=4&transport=polling&sid=%zz, "
  })
  void anythingElseIsMalformed(String method, String query, String upgrade) {
    assertThatThrownBy(() -> EngineRequest.of(request(method, query, upgrade)))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED));
  }
}
