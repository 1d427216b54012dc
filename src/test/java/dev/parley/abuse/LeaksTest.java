package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class LeaksTest {
  @Test
  void anIdThatLooksLikeTheStartOfATokenIsNone() {
    assertThat(Leaks.assertNone("{\"ref\":\"MveyJLQ4UWeZ_WTnPAmQ\"}")).contains("MveyJ");
  }

  @Test
  void aTokenAndEachPartOfItAreFound() {
    String header = encoded("{\"alg\":\"RS256\"}");
    String claims = encoded("{\"sub\":\"alice\"}");

    for (String part : new String[] {header, claims, header + "." + claims + ".c2ln"}) {
      assertThatThrownBy(() -> Leaks.assertNone("ref=" + part)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> Leaks.assertCleanLog("eyJLQ4UWeZ_WTnPAmQ " + part))
          .hasMessageContaining(part.substring(0, header.length()));
    }
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
