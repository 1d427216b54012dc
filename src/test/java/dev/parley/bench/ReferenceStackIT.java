package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.NginxServer;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A benchmark against {@code bench/reference} is fair only while both keep the same contract. */
class ReferenceStackIT {
  private static final String GLOBAL = "/global-chat";

  private static RedisServer redis;
  private static ReferenceServer reference;

  private final TestTokens tokens = new TestTokens(TestServers.keys());
  private final List<RawEngine> engines = new ArrayList<>();
  // Limits and presence are of users, so every test has users of its own.
  private final String alice = "alice-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    redis = RedisServer.start("reference-stack-redis");
    reference =
        ReferenceServer.start("reference-stack", 2, redis.url(), Map.of("DRAIN_NOTICE_MS", "100"));
  }

  @AfterAll
  static void stop() {
    if (reference != null) {
      reference.close();
    }
    redis.close();
  }

  @AfterEach
  void leave() {
    engines.forEach(RawEngine::close);
  }

  static List<Function<TestTokens, String>> refusedTokens() {
    return List.of(
        all -> "nonsense",
        all -> all.wrongIssuer("eve"),
        all -> all.wrongAudience("eve"),
        all -> all.notYetValid("eve"),
        all -> all.withoutExpiry("eve"),
        all -> all.withoutSubject(),
        all -> all.unsigned("eve"),
        all -> all.signedWithPublicKeyAsSecret("eve"));
  }

  @ParameterizedTest
  @MethodSource("refusedTokens")
  void aBadTokenIsRefused(Function<TestTokens, String> token) throws Exception {
    assertThat(refusal("{\"token\":\"" + token.apply(tokens) + "\"}").getString("code"))
        .isEqualTo("auth_failed");
  }

  @Test
  void aRefusalSaysWhy() throws Exception {
    JsonObject expired = refusal("{\"token\":\"" + tokens.expired(alice) + "\"}");

    assertThat(expired.getString("code")).isEqualTo("token_expired");
    assertThat(expired.getBoolean("retryable")).isFalse();
    assertThat(expired.getString("ref")).isNotEmpty();
    assertThat(expired.getString("message")).isNotEmpty();
    assertThat(refusal("").getString("code")).isEqualTo("auth_failed");
    assertThat(refusal("{\"token\":1}").getString("code")).isEqualTo("validation_failed");
  }

  @Test
  void theWelcomeSaysWhoAndWhere() throws Exception {
    RawEngine engine = dial(1);
    engine.connect("/", "{\"token\":\"" + tokens.forUser(alice) + "\",\"deviceId\":\"phone-1\"}");

    JsonObject welcome = next(engine, "/", "authenticated");

    assertThat(welcome.getString("socketId")).isNotEmpty();
    assertThat(welcome.getString("userId")).isEqualTo(alice);
    assertThat(welcome.getString("deviceId")).isEqualTo("phone-1");
    assertThat(welcome.getString("node")).isEqualTo(ReferenceServer.nodeName(1));
    assertThat(welcome.getBoolean("recovered")).isFalse();
  }

  @Test
  void tokenAndDeviceMayComeWithTheHandshake() throws Exception {
    RawEngine engine =
        keep(
            RawEngine.dial(reference.port(0))
                .bearer(tokens.forUser(alice))
                .header("X-Device-Id: tablet")
                .upgraded());
    engine.connect("/", "");

    assertThat(next(engine, "/", "authenticated").getString("deviceId")).isEqualTo("tablet");
  }

  @Test
  void aDirectMessageReachesEveryDeviceAtEachProcess() throws Exception {
    RawEngine sender = at(0, "/", alice);
    RawEngine sendersOther = at(1, "/", alice);
    RawEngine phone = at(1, "/", bob);
    RawEngine desktop = at(0, "/", bob);

    JsonObject answer = ask(sender, "/", "message:send", direct("hi", "t1"));

    assertThat(answer.getString("status")).as("%s", answer).isEqualTo("ok");
    assertThat(answer.getString("tempId")).isEqualTo("t1");
    assertThat(answer.getInt("delivered")).isEqualTo(2);
    for (RawEngine device : List.of(phone, desktop, sendersOther)) {
      JsonObject received = next(device, "/", "message:received");
      assertThat(received.getString("id")).isEqualTo(answer.getString("id"));
      assertThat(received.getString("from")).isEqualTo(alice);
      assertThat(received.getString("to")).isEqualTo(bob);
      assertThat(received.getString("text")).isEqualTo("hi");
      assertThat(received.getString("tempId")).isEqualTo("t1");
      assertThat(received.getString("timestamp")).isEqualTo(answer.getString("timestamp"));
    }
  }

  @Test
  void aRetryAtAnotherProcessGetsTheFirstAnswerAndReachesNobodyTwice() throws Exception {
    RawEngine here = at(0, "/", alice);
    RawEngine there = at(1, "/", alice);
    RawEngine receiver = at(1, "/", bob);

    JsonObject first = ask(here, "/", "message:send", direct("first", "same"));
    JsonObject again = ask(there, "/", "message:send", direct("changed", "same"));
    ask(there, "/", "message:send", direct("last", "other"));

    assertThat(again.getString("id")).isEqualTo(first.getString("id"));
    assertThat(next(receiver, "/", "message:received").getString("text")).isEqualTo("first");
    assertThat(next(receiver, "/", "message:received").getString("text")).isEqualTo("last");
  }

  @Test
  void aMessageToNobodyIsRefused() throws Exception {
    RawEngine sender = at(0, "/", alice);

    JsonObject error = ask(sender, "/", "message:send", direct("hi", "t1"));

    assertThat(error.getString("code")).isEqualTo("not_found");
    assertThat(error.getString("event")).isEqualTo("message:send");
    assertThat(error.getString("tempId")).isEqualTo("t1");
  }

  @Test
  void theRoomHearsEveryMessageOnceWithItsPlace() throws Exception {
    RawEngine here = at(0, GLOBAL, alice);
    RawEngine there = at(1, GLOBAL, bob);

    JsonObject first = ask(here, GLOBAL, "chat:message", said("one", "t1"));
    JsonObject again = ask(here, GLOBAL, "chat:message", said("changed", "t1"));
    JsonObject second = ask(there, GLOBAL, "chat:message", said("two", "t1"));

    JsonObject message = first.getJsonObject("message");
    assertThat(first.getString("status")).as("%s", first).isEqualTo("ok");
    assertThat(first.getString("tempId")).isEqualTo("t1");
    assertThat(again.getJsonObject("message")).isEqualTo(message);
    assertThat(second.getJsonObject("message").getInt("seq")).isEqualTo(message.getInt("seq") + 1);
    for (RawEngine listener : List.of(here, there)) {
      assertThat(next(listener, GLOBAL, "chat:message")).isEqualTo(message);
      assertThat(next(listener, GLOBAL, "chat:message").getString("content")).isEqualTo("two");
    }
    assertThat(message.getString("userId")).isEqualTo(alice);
    assertThat(message.getString("name")).isEqualTo(alice);
    assertThat(message.getString("content")).isEqualTo("one");
    assertThat(message.getString("createdAt")).isNotEmpty();
    assertThat(message.getString("id")).isNotEmpty();
  }

  @Test
  void theRoomHearsWhoComesAndGoes() throws Exception {
    RawEngine witness = at(0, GLOBAL, alice);
    RawEngine visitor = at(1, GLOBAL, bob);

    awaitChange(witness, "user:joined");
    visitor.close();
    awaitChange(witness, "user:left");

    assertThat(ask(witness, GLOBAL, "online:count", "{}").getInt("count")).isPositive();
  }

  @Test
  void aPayloadThatIsNotValidNamesItsFields() throws Exception {
    RawEngine sender = at(0, "/", alice);

    JsonObject error =
        ask(sender, "/", "message:send", "{\"to\":\"\",\"text\":\" \",\"tempId\":\"t 1\"}");

    assertThat(error.getString("code")).isEqualTo("validation_failed");
    assertThat(error.getString("message")).contains("to: ", "text: ", "tempId: ");
    for (String payload : List.of("", "5", "{\"to\":5,\"text\":\"x\",\"tempId\":\"t\"}")) {
      assertThat(ask(sender, "/", "message:send", payload).getString("code"))
          .isEqualTo("validation_failed");
    }
  }

  @Test
  void anUnknownEventIsAnErrorWithAndWithoutAnAck() throws Exception {
    RawEngine sender = at(0, "/", alice);

    assertThat(ask(sender, "/", "no:such", "{}").getString("code")).isEqualTo("unknown_event");
    sender.emit("/", "", "no:such", "{}");
    assertThat(next(sender, "/", "error").getString("code")).isEqualTo("unknown_event");
  }

  @Test
  void aUserIsHeldToMessagesAMinuteOverAllProcesses() throws Exception {
    RawEngine here = at(0, "/", alice);
    RawEngine there = at(1, "/", alice);
    at(0, "/", bob);

    for (int i = 0; i < 30; i++) {
      JsonObject answer = ask(i % 2 == 0 ? here : there, "/", "message:send", direct("x", "t" + i));
      assertThat(answer.containsKey("status")).as("%s", answer).isTrue();
    }
    JsonObject refused = ask(here, "/", "message:send", direct("x", "t30"));

    assertThat(refused.getString("code")).isEqualTo("rate_limited");
    assertThat(refused.getBoolean("retryable")).isTrue();
    assertThat(refused.getInt("retryAfterMs")).isBetween(1, 120_000);
  }

  @Test
  void aSocketIsHeldToEventsInTenSeconds() throws Exception {
    RawEngine sender = at(0, GLOBAL, alice);
    for (int i = 0; i < 100; i++) {
      sender.emit(GLOBAL, "", "online:count", "{}");
    }

    assertThat(ask(sender, GLOBAL, "online:count", "{}").getString("code"))
        .isEqualTo("rate_limited");
  }

  @Test
  void redisHoldsWhoIsConnectedUntilTheyAreGone() throws Exception {
    RawEngine first = at(0, "/", alice);
    RawEngine second = at(1, "/", alice);
    String sockets = "reference-stack:user:" + alice + ":sockets";
    String devices = "reference-stack:user:" + alice + ":devices";
    String status = "reference-stack:user:" + alice + ":status";

    try (ReferenceRedis keys = ReferenceRedis.connect(redis.port())) {
      assertThat(keys.ask("SCARD " + sockets)).isEqualTo(":2");
      assertThat(keys.ask("SCARD " + devices)).isEqualTo(":2");
      assertThat(Integer.parseInt(keys.ask("TTL " + status).substring(1))).isBetween(270, 300);
      first.close();
      await().until(() -> keys.ask("SCARD " + sockets).equals(":1"));
      assertThat(keys.ask("EXISTS " + status)).isEqualTo(":1");
      second.close();
      await().until(() -> keys.ask("EXISTS " + sockets).equals(":0"));
      assertThat(keys.ask("EXISTS " + status)).isEqualTo(":0");
      assertThat(keys.ask("EXISTS " + devices)).isEqualTo(":0");
    }
  }

  @Test
  void itServesBehindTheSameNginx() throws Exception {
    try (NginxServer nginx =
        NginxServer.named("reference-stack-nginx")
            .node("r0", reference.port(0))
            .node("r1", reference.port(1))
            .start()) {
      RawEngine sender = through(nginx, "127.0.0.1", alice);
      RawEngine listener = through(nginx, "127.0.1.1", bob);

      JsonObject answer = ask(sender, GLOBAL, "chat:message", said("hi", "t1"));

      assertThat(next(listener, GLOBAL, "chat:message")).isEqualTo(answer.getJsonObject("message"));
    }
  }

  @Test
  void healthAndMetricsAreThere() throws Exception {
    at(0, "/", alice);

    HttpReply health = RawHttp.get(reference.port(0), "/health");
    HttpReply metrics = RawHttp.get(reference.port(0), "/metrics");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text()).contains("\"redis\":\"UP\"");
    assertThat(metrics.text())
        .contains("socket_connections_total{status=\"accepted\",server_instance=\"r0\"}")
        .contains("redis_connected{server_instance=\"r0\"} 1");
  }

  @Test
  void aProcessThatIsAskedToStopTellsItsClientsAndEndsWell() throws Exception {
    RawEngine client = at(1, "/", alice);
    long before = reference.pid(1);

    assertThat(reference.stop(1)).as(reference.log(1)).isTrue();

    next(client, "/", "server:maintenance");
    assertThat(next(client, "/", "server:shutdown").getBoolean("reconnect")).isTrue();
    assertThat(client.packets()).noneMatch(packet -> packet.startsWith("41"));
    reference.restart(1);
    assertThat(reference.pid(1)).isNotEqualTo(before);
    at(1, "/", alice);
  }

  private RawEngine dial(int process) throws IOException {
    return keep(RawEngine.dial(reference.port(process)).webSocket());
  }

  private RawEngine keep(RawEngine engine) {
    engines.add(engine);
    return engine;
  }

  /** A socket that is registered: it has been welcomed. */
  private RawEngine at(int process, String namespace, String user) throws IOException {
    RawEngine engine = dial(process);
    engine.connectAs(namespace, tokens.forUser(user));
    next(engine, namespace, "authenticated");
    return engine;
  }

  private RawEngine through(NginxServer nginx, String address, String user) throws IOException {
    RawEngine engine = keep(RawEngine.dial(nginx.port()).from(address).upgraded());
    engine.connectAs(GLOBAL, tokens.forUser(user));
    next(engine, GLOBAL, "authenticated");
    return engine;
  }

  private JsonObject refusal(String auth) throws IOException {
    EnginePacket answer = dial(0).connect("/", auth);
    assertThat(answer.text()).startsWith("44");
    return read(answer.text().substring(2)).asJsonObject().getJsonObject("data");
  }

  private JsonObject ask(RawEngine engine, String namespace, String event, String arguments)
      throws IOException {
    return argument(engine.request(namespace, 7, event, arguments), 0);
  }

  private void awaitChange(RawEngine witness, String event) {
    JsonObject change = next(witness, GLOBAL, event);
    while (!change.getString("userId").equals(bob)) {
      change = next(witness, GLOBAL, event);
    }
  }

  private static JsonObject next(RawEngine engine, String namespace, String event) {
    String prefix = "42" + (namespace.equals("/") ? "" : namespace + ",") + "[\"" + event + "\"";
    return argument(engine.await(prefix), 1);
  }

  private static JsonObject argument(EnginePacket packet, int index) {
    String text = packet.text();
    return read(text.substring(text.indexOf('['))).asJsonArray().getJsonObject(index);
  }

  private static JsonValue read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readValue();
    }
  }

  private String direct(String text, String tempId) {
    return "{\"to\":\"%s\",\"text\":\"%s\",\"tempId\":\"%s\"}".formatted(bob, text, tempId);
  }

  private static String said(String content, String tempId) {
    return "{\"content\":\"%s\",\"tempId\":\"%s\"}".formatted(content, tempId);
  }
}
