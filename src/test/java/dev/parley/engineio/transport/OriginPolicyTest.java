package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {
  private final OriginPolicy policy =
      new OriginPolicy(new HandshakeSettings(Set.of("https://chat.example", "http://dev:8080")));

  @ParameterizedTest
  @CsvSource({
    "https://chat.example, api.example, true",
    "HTTPS://Chat.Example, api.example, true",
    "http://chat.example, api.example, false",
    "https://chat.example:444, api.example, false",
    "https://chat.example.evil.example, api.example, false",
    "https://evil-chat.example, api.example, false",
    "http://dev:8080, api.example, true",
    "https://api.example, api.example, true",
    "http://api.example, api.example, true",
    "https://api.example:443, api.example, true",
    "http://api.example:80, api.example, true",
    "http://api.example:81, api.example, false",
    "http://api.example:9080, API.example:9080, true",
    "http://[::1]:9080, [::1]:9080, true",
    "http://user@api.example, other.example, false",
    "null, api.example, false",
    "file://, api.example, false",
    "ftp://api.example, api.example, false",
    "'', api.example, false",
    "'http://', api.example, false",
    "'http://a b', api.example, false",
    "https://api.example, , false",
    "https://api.example, 'a b', false"
  })
  void onlyTheListAndTheOwnHostMayConnect(String origin, String host, boolean allowed) {
    assertThat(policy.allows(origin, host)).isEqualTo(allowed);
  }
}
