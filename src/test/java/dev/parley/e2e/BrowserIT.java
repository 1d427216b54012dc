package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People with a phone and a desktop talk in the global room. */
@ParleyTest(DevSetup.class)
class BrowserIT {
  private final LibertyServer server;
  private final String linh = "linh-" + shortId();
  private final String marco = "marco-" + shortId();

  BrowserIT(LibertyServer server) {
    this.server = server;
  }

  // An installation waits for others of this machine, and then for the mirror.
  @BeforeAll
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  static void thereIsABrowser() {
    ChatWindow.install();
  }

  @Test
  void twoWindowsChatSeeEachOtherAndSurviveACut() {
    try (CuttingProxy proxy = new CuttingProxy(server.port());
        ChatWindow phone = ChatWindow.phone();
        ChatWindow desktop = ChatWindow.desktop()) {
      phone.signIn(proxy.uri(), linh);
      desktop.signIn(server.uri(), marco);
      phone.awaitConnection("Connected by WebSocket");
      desktop.awaitConnection("Connected by WebSocket");

      String greeting = "Hello from a phone <img src=x> " + linh;
      phone.say(greeting);
      desktop.awaitMessage(greeting, "sent");
      desktop.say("Hello back " + marco);
      phone.awaitMessage("Hello back " + marco, "sent");
      phone.awaitMessage(greeting, "sent");
      Awaitility.await().until(() -> phone.people().contains(marco));
      Awaitility.await().until(() -> desktop.people().containsAll(List.of(linh, marco)));
      assertThat(phone.scrollsSideways()).isFalse();
      assertThat(desktop.scrollsSideways()).isFalse();
      phone.screenshot("room-phone");
      desktop.screenshot("room-desktop");
      assertThat(phone.complaints()).isEmpty();
      assertThat(desktop.complaints()).isEmpty();

      proxy.takeDown();
      phone.awaitConnection("trying again in");
      phone.say("written while away " + linh);
      phone.awaitMessage("written while away " + linh, "waiting");
      desktop.say("you missed this " + marco);
      phone.screenshot("lost-phone");
      proxy.restore();

      phone.awaitConnection("Connected by");
      phone.awaitMessage("you missed this " + marco, "sent");
      phone.awaitMessage("written while away " + linh, "sent");
      desktop.awaitMessage("written while away " + linh, "sent");
      assertThat(desktop.countMessages("written while away " + linh)).isEqualTo(1);
      assertThat(phone.countMessages("written while away " + linh)).isEqualTo(1);
      assertThat(desktop.complaints()).isEmpty();
    }
  }

  @Test
  void pollingAloneWorksAndSaysSo() {
    try (ChatWindow window = ChatWindow.phone()) {
      window.signIn(server.uri().resolve("/?transport=polling"), linh);

      window.awaitConnection("Connected by long polling");
      window.say("slow but sure " + linh);
      window.awaitMessage("slow but sure " + linh, "sent");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void whoWritesTooFastIsToldInWordsHowLongToWait() {
    try (ChatWindow window = ChatWindow.desktop()) {
      window.signIn(server.uri(), marco);
      for (int n = 0; n < 20; n++) {
        window.say("m" + n + " " + marco);
        window.awaitMessage("m" + n + " " + marco, "sent");
      }

      window.say("one too many " + marco);

      window.awaitNotice("You are sending too fast. You can send again in");
      window.awaitMessage("one too many " + marco, "failed");
      assertThat(window.canSend()).isFalse();
      window.screenshot("too-fast");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void aSessionOutlivesItsFirstToken() {
    try (ChatWindow window = ChatWindow.desktop()) {
      // Within the warning time from the start, so the page has to renew it at once.
      window.signIn(server.uri().resolve("/?ttl=30"), linh);
      window.say("renewed " + linh);
      window.awaitMessage("renewed " + linh, "sent");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void thePageAllowsNothingButItsOwnFiles() throws Exception {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.uri().resolve("/")).build(), BodyHandlers.ofString());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
    assertThat(page.body()).doesNotContain("style=").doesNotContain("onclick=");
    assertThat(page.body()).doesNotContainPattern("<script>|https?://");
  }

  private static String shortId() {
    return UUID.randomUUID().toString().substring(0, 8);
  }
}
