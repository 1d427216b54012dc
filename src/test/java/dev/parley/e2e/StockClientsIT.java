package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ChildProcess;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.NodeScripts;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.tokens.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published clients talk in the global room, by every transport. */
@ParleyTest
class StockClientsIT {
  private static final String GLOBAL = "/global-chat";
  private static final Duration SCRIPT_BOUND = Duration.ofSeconds(60);

  private final LibertyServer server;
  private final TestTokens tokens;
  // The limit on messages counts users, so every test has users of its own.
  private final String alice = "alice-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();

  StockClientsIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @ParameterizedTest
  @EnumSource
  void twoJavaScriptClientsTalk(TransportMode mode) {
    String output =
        NodeScripts.run(
                "talk.js",
                SCRIPT_BOUND,
                server.uri().toString(),
                mode.scriptName(),
                tokens.forUser(alice),
                tokens.forUser(bob),
                tokens.wrongAudience(alice))
            .orFail();

    assertThat(output).contains("talked");
  }

  @ParameterizedTest
  @EnumSource
  void twoJavaClientsTalkInOrder(TransportMode mode) throws Exception {
    try (JavaClient first = join(alice, mode);
        JavaClient second = join(bob, mode)) {
      first.awaitSettled(mode);
      second.awaitSettled(mode);
      List<CompletableFuture<JSONObject>> answers = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        answers.add(first.ask("chat:message", message("from alice " + n, "a" + n)));
        answers.add(second.ask("chat:message", message("from bob " + n, "b" + n)));
      }
      for (CompletableFuture<JSONObject> answer : answers) {
        assertThat(answer.join().getString("status")).isEqualTo("ok");
      }

      List<Long> atFirst = own(first, 16);
      assertThat(atFirst).isSorted().doesNotHaveDuplicates();
      assertThat(own(second, 16)).isEqualTo(atFirst);
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryGoesBothWays(TransportMode mode) throws Exception {
    byte[] bytes = new byte[1_000];
    for (int n = 0; n < bytes.length; n++) {
      bytes[n] = (byte) n;
    }
    try (JavaClient first = join(alice, mode);
        JavaClient second = join(bob, mode)) {
      JSONObject answer =
          first.ask("chat:message", message("bytes", "t1").put("data", bytes)).join();
      assertThat(answer.getString("status")).isEqualTo("ok");
      assertThat((byte[]) second.nextAbout("chat:message", alice).get("data")).isEqualTo(bytes);

      assertThat(second.ask("chat:message", message("back", "t2").put("data", bytes)).join())
          .isNotNull();
      assertThat((byte[]) first.nextAbout("chat:message", bob).get("data")).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJavaClientComesBackAfterACut(TransportMode mode) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port());
        JavaClient witness = join(bob, mode);
        JavaClient cut = new JavaClient(proxy.uri(), GLOBAL, tokens.forUser(alice), mode)) {
      String firstId = cut.welcome().getString("socketId");
      // A cut while it probes may go unnoticed until its ping time-out.
      cut.awaitSettled(mode);

      // Down until the client has noticed: between two polls there is nothing to cut.
      proxy.takeDown();
      await().until(() -> !cut.isConnected());
      proxy.restore();

      assertThat(cut.welcome().getString("socketId")).isNotEqualTo(firstId);
      assertThat(witness.ask("chat:message", message("still here?", "t1")).join()).isNotNull();
      assertThat(cut.nextAbout("chat:message", bob).getString("content")).isEqualTo("still here?");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadTokenIsAConnectErrorThatSaysWhy(TransportMode mode) throws Exception {
    try (JavaClient client = new JavaClient(server.uri(), GLOBAL, tokens.expired(alice), mode)) {
      JSONObject error = client.next("connect_error");

      assertThat(error.getString("message")).isNotBlank();
      assertThat(error.getJSONObject("data").getString("code"))
          .isIn("token_expired", "auth_failed");
      assertThat(error.toString()).doesNotContain("Exception").doesNotContain("dev.parley");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJavaAndAJavaScriptClientShareTheRoom(TransportMode mode) throws Exception {
    try (JavaClient java = join(alice, mode);
        ChildProcess script =
            NodeScripts.start(
                "echo.js", server.uri().toString(), mode.scriptName(), tokens.forUser(bob))) {
      await().atMost(SCRIPT_BOUND).until(() -> script.log().contains("ready"));

      byte[] bytes = {0, 127, -128, -1};
      java.ask("chat:message", message("hello \u00e4", "t1").put("data", bytes)).join();

      JSONObject echo = java.nextAbout("chat:message", bob);
      assertThat(echo.getString("content")).isEqualTo("echo hello \u00e4");
      assertThat((byte[]) echo.get("data")).isEqualTo(bytes);
    }
  }

  @Test
  void aUserIsAnnouncedOnceHoweverManyDevices() throws Exception {
    try (JavaClient witness = join(bob, TransportMode.WEBSOCKET)) {
      JavaClient phone = join(alice, TransportMode.WEBSOCKET);
      JavaClient desktop = join(alice, TransportMode.POLLING);
      assertThat(about(witness, "user:joined", alice)).isEqualTo(1);
      assertThat(devicesOf(witness, alice)).isEqualTo(2);

      phone.close();
      await().until(() -> devicesOf(witness, alice) == 1);
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> witness.waitingAbout("user:left", alice) == 0);
      desktop.close();
      assertThat(about(witness, "user:left", alice)).isEqualTo(1);
      assertThat(devicesOf(witness, alice)).isZero();
    }
  }

  @Test
  void theTwentyFirstMessageOfAMinuteIsRefusedWithTheTimeToWait() throws Exception {
    try (JavaClient client = join(alice, TransportMode.WEBSOCKET)) {
      for (int n = 0; n < 20; n++) {
        JSONObject answer = client.ask("chat:message", message("m", "t" + n)).join();
        assertThat(answer.optString("status")).isEqualTo("ok");
      }

      JSONObject refused = client.ask("chat:message", message("m", "t20")).join();

      assertThat(refused.getString("code")).isEqualTo("rate_limited");
      assertThat(refused.getString("tempId")).isEqualTo("t20");
      assertThat(refused.getLong("retryAfterMs")).isBetween(1L, 60_000L);
    }
  }

  @Test
  void directMessagesReachEveryDeviceAndTheSendersOthers() throws Exception {
    TransportMode mode = TransportMode.WEBSOCKET;
    try (JavaClient sender = open(alice, mode);
        JavaClient sendersOther = open(alice, mode);
        JavaClient phone = open(bob, mode);
        JavaClient desktop = open(bob, TransportMode.POLLING)) {
      JSONObject request = message("t1").put("to", bob).put("text", "hi").put("data", new byte[3]);

      JSONObject receipt = sender.ask("message:send", request).join();

      assertThat(receipt.getString("status")).isEqualTo("ok");
      assertThat(receipt.getInt("delivered")).isEqualTo(2);
      for (JavaClient device : List.of(phone, desktop, sendersOther)) {
        JSONObject received = device.next("message:received");
        assertThat(received.getString("id")).isEqualTo(receipt.getString("id"));
        assertThat(received.getString("from")).isEqualTo(alice);
        assertThat((byte[]) received.get("data")).hasSize(3);
      }
      assertThat(sender.ask("message:send", message("t1").put("to", bob).put("text", "x")).join())
          .hasToString(receipt.toString());
      assertThat(sender.waiting("message:received")).isZero();
      assertThat(phone.waiting("message:received")).isZero();

      JSONObject nobody = message("t2").put("to", "nobody").put("text", "hi");
      assertThat(sender.ask("message:send", nobody).join().getString("code"))
          .isEqualTo("not_found");
    }
  }

  @Test
  void friendsHearOfEachOtherAndStatusesFollow() throws Exception {
    TransportMode mode = TransportMode.WEBSOCKET;
    try (JavaClient aliceInRoom = join(alice, mode);
        JavaClient bobInRoom = join(bob, mode);
        JavaClient witness = open(bob, mode)) {
      assertThat(statusOf(witness, alice)).isEqualTo("offline");

      JavaClient root = open(alice, mode);
      witness.nextAbout("friend:online", alice);
      assertThat(statusOf(witness, alice)).isEqualTo("online");
      root.ask("presence:set", new JSONObject().put("status", "away")).join();
      assertThat(statusOf(witness, alice)).isEqualTo("away");

      root.close();
      witness.nextAbout("friend:offline", alice);
      assertThat(statusOf(witness, alice)).isEqualTo("offline");
      assertThat(aliceInRoom.isConnected()).isTrue();
      assertThat(bobInRoom.isConnected()).isTrue();
    }
  }

  @Test
  void queriesWithoutAnAckAreAnsweredAsEvents() throws Exception {
    try (JavaClient client = join(alice, TransportMode.WEBSOCKET)) {
      client.ask("chat:message", message("hello", "t1")).join();
      client.tell("chat:history", new JSONObject().put("limit", 1));
      client.tell("online:users", new JSONObject());

      assertThat(client.next("chat:history").getJSONArray("messages").length()).isEqualTo(1);
      assertThat(client.next("online:users").getInt("count")).isPositive();
      client.forget("online:count");
      client.tell("online:count", new JSONObject());
      assertThat(client.next("online:count").getInt("count")).isPositive();
    }
  }

  private JavaClient join(String user, TransportMode mode) throws Exception {
    return welcomed(new JavaClient(server.uri(), GLOBAL, tokens.forUser(user), mode));
  }

  private JavaClient open(String user, TransportMode mode) throws Exception {
    return welcomed(new JavaClient(server.uri(), "/", tokens.forUser(user), mode));
  }

  private static JavaClient welcomed(JavaClient client) throws Exception {
    client.welcome();
    return client;
  }

  private static JSONObject message(String content, String tempId) throws JSONException {
    return message(tempId).put("content", content);
  }

  private static JSONObject message(String tempId) throws JSONException {
    return new JSONObject().put("tempId", tempId);
  }

  /** The places of the next messages of this test's users. */
  private List<Long> own(JavaClient client, int count) throws Exception {
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < count) {
      JSONObject message = client.next("chat:message");
      if (List.of(alice, bob).contains(message.getString("userId"))) {
        seqs.add(message.getLong("seq"));
      }
    }
    return seqs;
  }

  /** How many of the events that wait are about the user, after one was waited for. */
  private static int about(JavaClient client, String event, String user) throws Exception {
    int count = 0;
    do {
      count += client.next(event).getString("userId").equals(user) ? 1 : 0;
    } while (count == 0 || client.waiting(event) > 0);
    return count;
  }

  private static int devicesOf(JavaClient client, String user) throws JSONException {
    JSONArray users = client.ask("online:users", new JSONObject()).join().getJSONArray("users");
    for (int n = 0; n < users.length(); n++) {
      if (users.getJSONObject(n).getString("userId").equals(user)) {
        return users.getJSONObject(n).getInt("devices");
      }
    }
    return 0;
  }

  private static String statusOf(JavaClient client, String user) throws JSONException {
    JSONObject query = new JSONObject().put("userIds", new JSONArray(List.of(user)));
    return client
        .ask("presence:get", query)
        .join()
        .getJSONArray("statuses")
        .getJSONObject(0)
        .getString("status");
  }
}
