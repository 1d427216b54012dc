package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.ClusterTest;
import dev.parley.testing.NodeScripts;
import dev.parley.testing.tokens.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published clients at three nodes behind Nginx: what one node does, the others do too. */
@ClusterTest
class ClusterClientsIT {
  private static final String GLOBAL = "/global-chat";
  private static final Duration BOUND = Duration.ofSeconds(15);

  private final ClusterHarness cluster;
  private final TestTokens tokens;
  private final List<JavaClient> clients = new ArrayList<>();
  // Limits and presence are of users, so every test has users of its own.
  private final String alice = "alice-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();

  ClusterClientsIT(ClusterHarness cluster, TestTokens tokens) {
    this.cluster = cluster;
    this.tokens = tokens;
  }

  @AfterEach
  void leave() {
    clients.forEach(JavaClient::close);
  }

  @ParameterizedTest
  @EnumSource
  void allNodesHearTheSameMessagesInTheSameOrder(TransportMode mode) throws Exception {
    List<JavaClient> speakers = new ArrayList<>();
    for (int node = 0; node < cluster.size(); node++) {
      speakers.add(at(node, GLOBAL, alice + node, mode));
    }
    for (JavaClient speaker : speakers) {
      speaker.awaitSettled(mode);
    }

    List<CompletableFuture<JSONObject>> answers = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      for (JavaClient speaker : speakers) {
        answers.add(speaker.ask("chat:message", message("m" + n, "t" + n)));
      }
    }

    for (CompletableFuture<JSONObject> answer : answers) {
      assertThat(answer.join().optString("status")).as("%s", answer.join()).isEqualTo("ok");
    }
    List<String> atFirst = said(speakers.get(0), answers.size());
    assertThat(atFirst).doesNotHaveDuplicates();
    for (JavaClient speaker : speakers) {
      if (speaker != speakers.get(0)) {
        assertThat(said(speaker, answers.size())).isEqualTo(atFirst);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJavaScriptClientMovesToAnotherNodeAndMissesNothing(TransportMode mode) {
    String output =
        NodeScripts.run(
                "cluster.js",
                Duration.ofSeconds(60),
                "http://127.0.0.1:" + cluster.port(),
                mode.scriptName(),
                cluster.addressOf(0),
                cluster.addressOf(1),
                cluster.addressOf(2),
                tokens.forUser(alice),
                tokens.forUser(bob))
            .orFail();

    assertThat(output).contains("moved");
  }

  @Test
  void aDirectMessageReachesEveryDeviceAtEveryNode() throws Exception {
    JavaClient sender = at(0, "/", alice);
    JavaClient sendersOther = at(2, "/", alice);
    JavaClient phone = at(1, "/", bob);
    JavaClient desktop = at(2, "/", bob);
    JavaClient stranger = at(1, "/", "carol-" + UUID.randomUUID());
    awaitStatus(sender, bob, "online");

    JSONObject receipt = sender.ask("message:send", direct("hi", "t1")).join();

    assertThat(receipt.optString("status")).as("%s", receipt).isEqualTo("ok");
    for (JavaClient device : List.of(phone, desktop, sendersOther)) {
      JSONObject received = device.next("message:received");
      assertThat(received.getString("id")).isEqualTo(receipt.getString("id"));
      assertThat(received.getString("text")).isEqualTo("hi");
    }
    assertThat(sender.ask("message:send", direct("two", "t2")).join().optString("status"))
        .isEqualTo("ok");
    assertThat(phone.next("message:received").getString("text")).as("once each").isEqualTo("two");
    assertThat(sender.waiting("message:received")).isZero();
    assertThat(stranger.waiting("message:received")).isZero();
  }

  @Test
  void aRetryAtAnotherNodeGetsTheFirstAnswerAndReachesNobodyTwice() throws Exception {
    JavaClient here = at(0, GLOBAL, alice);
    JavaClient there = at(1, GLOBAL, alice);
    JavaClient listener = at(2, GLOBAL, bob);

    JSONObject first = here.ask("chat:message", message("first", "same")).join();
    JSONObject again = there.ask("chat:message", message("changed", "same")).join();

    assertThat(first.optString("status")).as("%s", first).isEqualTo("ok");
    assertThat(again.optJSONObject("message")).as("%s", again).isNotNull();
    assertThat(again.getJSONObject("message").getString("id"))
        .isEqualTo(first.getJSONObject("message").getString("id"));
    assertThat(again.getJSONObject("message").getString("content")).isEqualTo("first");
    there.ask("chat:message", message("last", "other")).join();
    assertThat(said(listener, 2))
        .as("nothing between")
        .satisfiesExactly(
            message -> assertThat(message).contains(" same "),
            message -> assertThat(message).contains(" other "));
  }

  @Test
  void aDirectRetryAtAnotherNodeGetsTheFirstAnswer() throws Exception {
    JavaClient here = at(0, "/", alice);
    JavaClient there = at(1, "/", alice);
    JavaClient receiver = at(2, "/", bob);
    awaitStatus(here, bob, "online");
    awaitStatus(there, bob, "online");

    JSONObject first = here.ask("message:send", direct("first", "same")).join();
    JSONObject again = there.ask("message:send", direct("changed", "same")).join();

    assertThat(again.optString("id")).as("%s", again).isEqualTo(first.getString("id"));
    assertThat(receiver.next("message:received").getString("text")).isEqualTo("first");
    there.ask("message:send", direct("last", "other")).join();
    assertThat(receiver.next("message:received").getString("text")).isEqualTo("last");
  }

  @Test
  void aUserAtTwoNodesIsOneUserInTheRoom() throws Exception {
    JavaClient witness = at(0, GLOBAL, bob);
    JavaClient phone = at(1, GLOBAL, alice);
    JavaClient desktop = at(2, GLOBAL, alice);
    await().atMost(BOUND).until(() -> devicesOf(witness, alice) == 2);
    assertThat(about(witness, "user:joined", alice)).isEqualTo(1);
    // Those of earlier tests may leave between two answers.
    await().atMost(BOUND).until(() -> countAt(witness) == countAt(phone));
    await().atMost(BOUND).until(() -> countAt(witness) == countAt(desktop));

    phone.close();
    await().atMost(BOUND).until(() -> devicesOf(witness, alice) == 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(BOUND)
        .until(() -> witness.waitingAbout("user:left", alice) == 0);
    desktop.close();

    assertThat(about(witness, "user:left", alice)).isEqualTo(1);
    await().atMost(BOUND).until(() -> devicesOf(witness, alice) == 0);
  }

  @Test
  void friendsAtOtherNodesSeeWhoIsThere() throws Exception {
    at(0, GLOBAL, alice);
    at(1, GLOBAL, bob);
    JavaClient witness = at(1, "/", bob);
    JavaClient stranger = at(2, "/", "carol-" + UUID.randomUUID());
    assertThat(statusOf(witness, alice)).isEqualTo("offline");

    JavaClient first = at(0, "/", alice);
    JavaClient second = at(2, "/", alice);
    witness.nextAbout("friend:online", alice);
    awaitStatus(witness, alice, "online");
    first.ask("presence:set", new JSONObject().put("status", "away")).join();
    second.ask("presence:set", new JSONObject().put("status", "away")).join();
    awaitStatus(witness, alice, "away");

    first.close();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(BOUND)
        .until(() -> witness.waitingAbout("friend:offline", alice) == 0);
    second.close();
    witness.nextAbout("friend:offline", alice);
    awaitStatus(witness, alice, "offline");
    assertThat(witness.waitingAbout("friend:online", alice)).isZero();
    assertThat(witness.waitingAbout("friend:offline", alice)).isZero();
    assertThat(stranger.waiting("friend:online")).isZero();
  }

  @Test
  void aLimitCountsWhatAUserSendsAtAllNodes() throws Exception {
    List<JavaClient> devices = new ArrayList<>();
    for (int node = 0; node < cluster.size(); node++) {
      devices.add(at(node, GLOBAL, alice));
    }
    for (int n = 0; n < 20; n++) {
      JSONObject answer = devices.get(n % 3).ask("chat:message", message("m", "t" + n)).join();
      assertThat(answer.optString("status")).as("%s", answer).isEqualTo("ok");
    }

    for (JavaClient device : devices) {
      JSONObject refused = device.ask("chat:message", message("m", "over")).join();
      assertThat(refused.optString("code")).isEqualTo("rate_limited");
      assertThat(refused.getLong("retryAfterMs")).isBetween(1L, 60_000L);
    }
  }

  @Test
  void historyIsTheSameAtEveryNode() throws Exception {
    JavaClient here = at(0, GLOBAL, alice);
    JavaClient there = at(1, GLOBAL, bob);
    JavaClient elsewhere = at(2, GLOBAL, bob);
    here.ask("chat:message", message("one", "t1")).join();
    there.ask("chat:message", message("two", "t2")).join();
    said(elsewhere, 2);

    List<String> wanted = List.of("one", "two");
    for (JavaClient client : List.of(here, there, elsewhere)) {
      await().atMost(BOUND).until(() -> newest(client, 2).equals(wanted));
    }
  }

  private JavaClient at(int node, String namespace, String user) throws Exception {
    return at(node, namespace, user, TransportMode.WEBSOCKET);
  }

  private JavaClient at(int node, String namespace, String user, TransportMode mode)
      throws Exception {
    String address = cluster.addressOf(node);
    JavaClient client =
        JavaClient.from(address, cluster.uri(), namespace, tokens.forUser(user), mode);
    clients.add(client);
    assertThat(client.welcome().getString("node")).isEqualTo(ClusterHarness.nodeName(node));
    return client;
  }

  private JSONObject direct(String text, String tempId) throws JSONException {
    return new JSONObject().put("to", bob).put("text", text).put("tempId", tempId);
  }

  private static JSONObject message(String content, String tempId) throws JSONException {
    return new JSONObject().put("content", content).put("tempId", tempId);
  }

  /** Who said what, for the next messages of this test's users, after a look at their places. */
  private List<String> said(JavaClient client, int count) throws Exception {
    List<String> said = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    while (said.size() < count) {
      JSONObject message = client.next("chat:message");
      String user = message.getString("userId");
      if (user.startsWith(alice) || user.startsWith(bob)) {
        places.add(message.getLong("seq"));
        said.add(user + ' ' + message.getString("tempId") + " at " + message.getLong("seq"));
      }
    }
    assertThat(places).isSorted().doesNotHaveDuplicates();
    return said;
  }

  private static int about(JavaClient client, String event, String user) throws Exception {
    int count = 0;
    do {
      count += client.next(event).getString("userId").equals(user) ? 1 : 0;
    } while (count == 0 || client.waiting(event) > 0);
    return count;
  }

  private static int countAt(JavaClient client) throws JSONException {
    return client.ask("online:users", new JSONObject()).join().getInt("count");
  }

  private static int devicesOf(JavaClient client, String user) throws JSONException {
    JSONArray users = client.ask("online:users", new JSONObject()).join().getJSONArray("users");
    return IntStream.range(0, users.length())
        .mapToObj(users::optJSONObject)
        .filter(item -> item.optString("userId").equals(user))
        .mapToInt(item -> item.optInt("devices"))
        .sum();
  }

  /** Waits until the client's node knows: it hears of other nodes' users a moment later. */
  private static void awaitStatus(JavaClient client, String user, String status) {
    await().atMost(BOUND).until(() -> statusOf(client, user).equals(status));
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

  private static List<String> newest(JavaClient client, int count) throws JSONException {
    JSONArray messages =
        client
            .ask("chat:history", new JSONObject().put("limit", count))
            .join()
            .getJSONArray("messages");
    return IntStream.range(0, messages.length())
        .mapToObj(n -> messages.optJSONObject(n).optString("content"))
        .toList();
  }
}
