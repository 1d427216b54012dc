package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberJsonTest {
  private static final Instant SINCE = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void whatIsWrittenIsRead() {
    Placed full =
        new Placed("/n", "node-1", new Member("anna", "Anna", "1", "phone", "ios", SINCE, true));
    Placed bare = new Placed("/n", null, new Member("anna", null, "2", null, null, SINCE, false));

    String json = MemberJson.write(List.of(full, bare));

    assertThat(json).contains("\"node\":\"node-1\"", "\"deviceId\":\"phone\"");
    assertThat(MemberJson.read("/n", "anna", json)).containsExactly(full, bare);
    assertThat(MemberJson.read("/n", "anna", "")).isEmpty();
  }

  /** Invariant: nodes of the version before are understood while the cluster is renewed. */
  @Test
  void whatANodeWroteThatDidNotNameItselfIsRead() {
    String old =
        "[{\"socketId\":\"1\",\"connectedAt\":1893456000000,\"away\":false,"
            + "\"deviceId\":\"phone\",\"platform\":\"ios\",\"name\":\"Anna\"}]";

    assertThat(MemberJson.read("/n", "anna", old))
        .containsExactly(
            new Placed("/n", null, new Member("anna", "Anna", "1", "phone", "ios", SINCE, false)));
  }
}
