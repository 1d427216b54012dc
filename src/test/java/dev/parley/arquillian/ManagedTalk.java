package dev.parley.arquillian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.TestServers;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/** Two users say something to each other in the global room. */
final class ManagedTalk {
  private static final String GLOBAL = "/global-chat";
  private static final Duration READY = Duration.ofMinutes(1);

  /** Of {@link #listen}, until {@link #hear}: what lies between is done inside of a node. */
  private static RawEngine[] listeners = {};

  private ManagedTalk() {}

  /** A container says that it has started before its node takes clients. */
  static void awaitReady(int port) {
    await()
        .atMost(READY)
        .ignoreExceptions()
        .until(() -> RawHttp.get(port, "/health/ready").status() == 200);
  }

  /** Each user at the node of one port; fails unless both hear both, in one order. */
  static void between(int portOfOne, int portOfOther) throws IOException {
    TestTokens tokens = new TestTokens(TestServers.keys());
    try (RawEngine one = RawEngine.dial(portOfOne).webSocket();
        RawEngine other = RawEngine.dial(portOfOther).webSocket()) {
      for (RawEngine each : new RawEngine[] {one, other}) {
        each.join(GLOBAL, tokens.forUser("talker-" + UUID.randomUUID()));
      }
      assertThat(one.request(GLOBAL, 1, "chat:message", message("first")).text())
          .contains("\"ok\"");
      assertThat(other.request(GLOBAL, 1, "chat:message", message("second")).text())
          .contains("\"ok\"");
      for (RawEngine each : new RawEngine[] {one, other}) {
        String start = "42" + GLOBAL + ",[\"chat:message\"";
        assertThat(each.await(start).text()).contains("first");
        assertThat(each.await(start).text()).contains("second");
      }
    }
  }

  /** Connects a user twice, at the node of a port; {@link #hear} is to follow. */
  static void listen(int port, String userId) throws IOException {
    TestTokens tokens = new TestTokens(TestServers.keys());
    listeners =
        new RawEngine[] {
          RawEngine.dial(port).webSocket(), RawEngine.dial(port).webSocket(),
        };
    for (RawEngine each : listeners) {
      each.join("/", tokens.forUser(userId));
    }
  }

  /** Fails unless each connection of {@link #listen} hears an event with a text; closes them. */
  static void hear(String event, String text) throws IOException {
    for (RawEngine each : listeners) {
      try (each) {
        assertThat(each.await("42[\"" + event + "\"").text()).contains(text);
      }
    }
    listeners = new RawEngine[] {};
  }

  private static String message(String content) {
    return "{\"content\":\"" + content + "\",\"tempId\":\"" + UUID.randomUUID() + "\"}";
  }
}
