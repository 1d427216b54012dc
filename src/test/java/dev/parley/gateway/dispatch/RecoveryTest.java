package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.ClusterMessage.RoomJoin;
import dev.parley.cluster.api.ClusterMessage.SessionMoved;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.LoggedMessage.Kind;
import dev.parley.cluster.api.Position;
import dev.parley.gateway.api.ReplayLimit;
import dev.parley.gateway.api.SocketData;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Delivery;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a socket whose client comes back. */
class RecoveryTest {
  private final GatewayRig rig = new GatewayRig(Runnable::run);

  @Test
  void onlyAProtocolThatCanComeBackGetsAPid() {
    Fakes.Link able = link();
    rig.open(nothing(), able);
    rig.open();

    assertThat(able.pid).hasSize(20).isNotEqualTo(able.socketId);
    assertThat(rig.link.pid).isNull();
  }

  @Test
  void whoComesBackIsTheSameSocketAndGetsWhatWasMissedBeforeAnythingElse() {
    rig.module.onConnected = socket -> socket.join("room");
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("other");
    old.data().put("theme", "dark");
    say("room", "1");
    old.closed(CloseCode.TRANSPORT_LOST);
    say("room", "2");
    say("elsewhere", "3");
    say("other", "4");
    rig.module.onConnected = socket -> say("room", "5");

    Fakes.Link after = link();
    GatewaySocket back = rig.open(credentials(before), after);

    assertThat(after.told).containsExactly("connected", "event 2", "event 4", "event 5");
    assertThat(after.socketId).isEqualTo(before.socketId).isEqualTo(back.id());
    assertThat(after.pid).isEqualTo(before.pid);
    assertThat(back.recovered()).isTrue();
    assertThat(back.rooms()).containsExactlyInAnyOrder("room", "other");
    assertThat(back.data().all()).containsOnlyKeys("theme").containsValue("dark");
    assertThat(rig.meters.counts).containsEntry("RECONNECTIONS recovered", 1L);
  }

  @Test
  void whoNeverSawAnOffsetGoesOnFromWhereTheSocketBegan() {
    say("room", "before");
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    old.closed(CloseCode.PING_TIMEOUT);
    say("room", "missed");

    Fakes.Link after = link();
    rig.open(credentials(before), after);

    assertThat(before.offset).isNull();
    assertThat(after.told).containsExactly("connected", "event missed");
  }

  /** Clients keep the offset of an earlier session until they see another one. */
  @Test
  void anOffsetFromBeforeTheSessionBringsNothingFromBeforeIt() {
    Fakes.Link first = link();
    GatewaySocket one = rig.open(nothing(), first);
    one.join("room");
    say("room", "1");
    one.left();
    say("room", "2");
    Fakes.Link second = link();
    GatewaySocket other = rig.open(nothing(), second);
    other.join("room");
    other.closed(CloseCode.TRANSPORT_LOST);
    say("room", "3");

    Fakes.Link after = link();
    rig.open(credentials(second.pid, first.offset), after);

    assertThat(after.told).containsExactly("connected", "event 3");
  }

  @Test
  void aModuleMayKeepASocketOutOfARoomItWasIn() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    old.join("secret");
    old.closed(CloseCode.TRANSPORT_LOST);
    say("secret", "1");
    say("room", "2");
    rig.module.readmitted = room -> !room.equals("secret");

    Fakes.Link after = link();
    GatewaySocket back = rig.open(credentials(before), after);

    assertThat(after.told).containsExactly("connected", "event 2");
    assertThat(back.rooms()).containsExactly("room");
  }

  @Test
  void aRoomThatWasJoinedForTheSocketWhileItWasAwayIsItsRoomFromThereOn() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("user");
    old.closed(CloseCode.TRANSPORT_LOST);
    say("group", "early");
    rig.broker.publish(new RoomJoin("/test", "user", "group"));
    say("group", "missed");

    Fakes.Link after = link();
    GatewaySocket back = rig.open(credentials(before), after);

    assertThat(after.told).containsExactly("connected", "event missed");
    assertThat(back.rooms()).containsExactlyInAnyOrder("user", "group");
  }

  @Test
  void whatWasNotMeantForTheSocketIsNotReplayed() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    old.join("mine");
    old.closed(CloseCode.TRANSPORT_LOST);
    publish(List.of("room"), "own", Delivery.ORDERED, null, old.id(), null);
    publish(List.of("room"), "for others", Delivery.ORDERED, null, null, "mine");
    publish(List.of("room", "mine"), "twice", Delivery.ORDERED, null, null, null);
    publish(List.of("room"), "typing", Delivery.VOLATILE, null, null, null);
    publish(List.of("room"), "count 1", Delivery.COALESCIBLE, "count", null, null);
    publish(List.of("room"), "count 2", Delivery.COALESCIBLE, "count", null, null);

    Fakes.Link after = link();
    rig.open(credentials(before), after);

    assertThat(after.told).containsExactly("connected", "event twice", "event count 2");
  }

  /** A newer value goes ahead of what waits, so it is no place to go on from. */
  @Test
  void onlyWhatIsKeptInOrderCarriesAnOffset() {
    Fakes.Link link = link();
    rig.open(nothing(), link).join("room");

    publish(List.of("room"), "count", Delivery.COALESCIBLE, "count", null, null);
    publish(List.of("room"), "typing", Delivery.VOLATILE, null, null, null);
    assertThat(link.offset).isNull();

    say("room", "1");
    assertThat(link.offset).endsWith("-3");
  }

  @Test
  void moreThanTheConnectionCanTakeBeginsANewSessionAndEndsTheOldOne() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    old.closed(CloseCode.TRANSPORT_LOST);
    IntStream.range(0, 20).forEach(n -> say("room", "x".repeat(100)));
    Fakes.Link narrow = link();
    narrow.replay = new ReplayLimit(1_000, 2_000);

    GatewaySocket back = rig.open(credentials(before), narrow);

    assertThat(back.recovered()).isFalse();
    assertThat(narrow.told).containsExactly("connected");
    assertThat(narrow.socketId).isNotEqualTo(before.socketId).isEqualTo(back.id());
    assertThat(back.rooms()).isEmpty();
    assertThat(rig.meters.counts).containsEntry("RECONNECTIONS anew", 1L);
    Fakes.Link wide = link();
    assertThat(rig.open(credentials(before), wide).recovered()).isFalse();
  }

  @Test
  void anotherUserGetsASocketOfTheirOwnAndTheOldOneStays() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    rig.user = "berta";

    GatewaySocket other = rig.open(credentials(before), link());

    assertThat(other.recovered()).isFalse();
    assertThat(other.id()).isNotEqualTo(before.socketId);
    assertThat(old.isConnected()).isTrue();
  }

  @Test
  void whatNobodyWasEverToldIsNoError() {
    Fakes.Link before = link();
    rig.open(nothing(), before).closed(CloseCode.TRANSPORT_LOST);
    List<JsonObject> odd =
        List.of(
            credentials("short", null),
            credentials(before.pid + "x", null),
            credentials(before.pid, "1"),
            credentials(before.pid, "-1-1"),
            credentials(before.pid, "99999999999999999999-1"),
            Json.createObjectBuilder().add("pid", 1).build(),
            Json.createObjectBuilder().add("pid", before.pid).add("offset", 1).build());

    for (JsonObject auth : odd) {
      assertThat(rig.open(auth, link()).recovered()).as(auth.toString()).isFalse();
    }
    assertThat(rig.open(credentials(before), link()).recovered()).isTrue();
  }

  @Test
  void whoLeftForGoodDoesNotComeBack() {
    Fakes.Link before = link();
    rig.open(nothing(), before).left();

    assertThat(rig.open(credentials(before), link()).recovered()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theReasonOfTheEndSaysWhoMayComeBack(CloseCode code) {
    Fakes.Link before = link();
    rig.open(nothing(), before).closed(code);
    Fakes.Link other = link();
    rig.open(nothing(), other).disconnect(code);

    // A client may close its transport and come back; a server that says 1000 means it.
    boolean lost = code.resumable() || code == CloseCode.CLIENT_CLOSED;
    assertThat(rig.open(credentials(before), link()).recovered()).isEqualTo(lost);
    assertThat(rig.open(credentials(other), link()).recovered()).isEqualTo(code.resumable());
  }

  @Test
  void theOldSocketOfTheSameClientHasLetGoBeforeTheNewOneIsWelcomed() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    rig.told.clear();

    Fakes.Link after = link();
    GatewaySocket back = rig.open(credentials(before), after);

    assertThat(before.told).endsWith("disconnect SESSION_MOVED");
    assertThat(rig.told)
        .containsExactly(
            "module- SESSION_MOVED", "shared- SESSION_MOVED", "released", "shared+", "module+");
    assertThat(back.recovered()).isTrue();
    assertThat(back.rooms()).containsExactly("room");
    assertThat(old.isConnected()).isFalse();
  }

  @Test
  void aSessionThatWentToAnotherNodeIsLetGoAndItsRecordLeftAlone() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    old.join("room");
    // As another node does it.
    rig.store.claim("/test", before.pid, "anna");
    rig.broker.publish(new SessionMoved("/test", before.pid, 1));
    assertThat(old.isConnected()).isTrue();

    rig.broker.publish(new SessionMoved("/test", before.pid, 2));

    assertThat(before.told).endsWith("disconnect SESSION_MOVED");
    assertThat(rig.told).endsWith("module- SESSION_MOVED", "shared- SESSION_MOVED", "released");
    assertThat(rig.store.claim("/test", before.pid, "anna").orElseThrow().rooms())
        .containsExactly("room");
  }

  /** Invariant: nobody goes on as if nothing were missing when something is. */
  @Test
  void whoseNodeMissedMessagesComesBackAndIsTold() {
    Fakes.Link before = link();
    rig.open(nothing(), before).join("room");
    say("room", "1");
    Fakes.Link elsewhere = link();
    Position lost = new Position(rig.hub.start("/test").position().epoch(), 40);

    rig.incoming.onGap("/other", Position.NONE, lost);
    assertThat(before.told).containsExactly("connected", "event 1");
    rig.incoming.onGap("/test", rig.hub.start("/test").position(), lost);

    assertThat(before.told).endsWith("disconnect MESSAGES_MISSED");
    assertThat(rig.open(credentials(before), elsewhere).recovered()).isFalse();
  }

  @Test
  void whoCameBeforeTheNodeHeardTheOthersComesBack() {
    Fakes.Link before = link();
    rig.open(nothing(), before);

    rig.incoming.onJoined("/test");

    assertThat(before.told).containsExactly("connected", "disconnect MESSAGES_MISSED");
  }

  /** Invariant: whoever a fenced node had comes back, and finds nothing missing. */
  @Test
  void theSocketsOfAFencedNodeEndAndMayComeBack() {
    Fakes.Link before = link();
    rig.open(nothing(), before).join("room");
    rig.open();

    rig.parts.sockets().fence();
    say("room", "missed");

    assertThat(before.told).containsExactly("connected", "disconnect NODE_FENCED");
    assertThat(rig.link.told).containsExactly("connected", "disconnect NODE_FENCED");
    assertThat(rig.parts.sockets().count()).isZero();
    Fakes.Link after = link();
    assertThat(rig.open(credentials(before), after).recovered()).isTrue();
    assertThat(after.told).containsExactly("connected", "event missed");
  }

  @Test
  void everyChangeIsInTheRecordAtOnce() {
    Fakes.Link link = link();
    GatewaySocket socket = rig.open(nothing(), link);
    socket.join("room");
    socket.join("other");
    socket.leave("room");
    socket.data().put("a", "1");
    socket.data().put("b", "2");
    socket.data().remove("a");

    // The node dies here: nothing is written at the end.
    var record = rig.store.claim("/test", link.pid, "anna").orElseThrow();

    assertThat(record.rooms()).containsExactly("other");
    assertThat(record.data()).containsExactlyEntriesOf(Map.of("b", "2"));
  }

  @Test
  void dataHaveBounds() {
    SocketData data = rig.open().data();
    IntStream.range(0, SocketData.MAX_ENTRIES).forEach(n -> data.put("k" + n, "v"));

    assertThatThrownBy(() -> data.put("more", "v")).isInstanceOf(IllegalArgumentException.class);
    String tooLong = "x".repeat(SocketData.MAX_LENGTH);
    assertThatThrownBy(() -> data.put("k0", tooLong)).isInstanceOf(IllegalArgumentException.class);
    data.put("k0", "w");
    assertThat(data.get("k0")).contains("w");
  }

  /** Invariant: what a client sees over all its connections is the room, whole and in order. */
  @Test
  @Timeout(60)
  void aClientThatIsCutAgainAndAgainMissesNothingAndSeesNothingTwice() throws Exception {
    int events = 20_000;
    rig.module.onConnected = socket -> socket.join("room");
    Fakes.Link link = link();
    GatewaySocket socket = rig.open(nothing(), link);
    Thread publisher =
        new Thread(() -> IntStream.range(0, events).forEach(n -> say("room", "" + n)));
    publisher.start();
    List<String> seen = new ArrayList<>();
    while (publisher.isAlive()) {
      link.cut();
      socket.closed(CloseCode.TRANSPORT_LOST);
      seen.addAll(eventsOf(link));
      Fakes.Link next = link();
      next.offset = link.offset;
      socket = rig.open(credentials(link), next);
      assertThat(socket.recovered()).isTrue();
      link = next;
    }
    publisher.join();
    seen.addAll(eventsOf(link));

    assertThat(seen)
        .containsExactlyElementsOf(IntStream.range(0, events).mapToObj(n -> "event " + n).toList());
  }

  private static List<String> eventsOf(Fakes.Link link) {
    return link.told.stream().filter(told -> told.startsWith("event ")).toList();
  }

  /** What a node delivered alone gets its place later; what was said after it was seen by then. */
  @Test
  void whatWasSaidAloneBeforeTheSessionBeganIsNotMissed() {
    rig.module.onConnected = socket -> socket.join("room");
    bring(Position.NONE, 1, Kind.NEW, "before");
    comesBackAfterWhatWasSaidAloneBefore();
  }

  /** It is answered before it is in its rooms, and neither waits for the other. */
  @Test
  void whatWasSaidAloneBeforeTheFirstRoomWasJoinedIsNotMissed() {
    rig.module.onConnected =
        socket -> {
          bring(Position.NONE, 1, Kind.NEW, "before");
          socket.join("room");
        };
    comesBackAfterWhatWasSaidAloneBefore();
  }

  @Test
  void aRoomThatIsJoinedLaterMayBeTheFirst() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    bring(Position.NONE, 1, Kind.NEW, "before");
    old.join("room");
    bring(Position.NONE, 2, Kind.NEW, "after");
    old.closed(CloseCode.TRANSPORT_LOST);

    Fakes.Link again = link();
    rig.open(credentials(before), again);
    assertThat(again.told).containsExactly("connected", "event after");
  }

  /** What came to it between its rooms and its end is not known to anybody. */
  @Test
  void whoPartsWhileWelcomedBeginsAnew() {
    rig.module.onConnected =
        socket -> {
          socket.join("room");
          ((GatewaySocket) socket).closed(CloseCode.TRANSPORT_LOST);
        };
    Fakes.Link before = link();
    rig.open(nothing(), before);
    rig.module.onConnected = socket -> socket.join("room");
    say("room", "missed");

    assertThat(rig.open(credentials(before), link()).recovered()).isFalse();
  }

  private void comesBackAfterWhatWasSaidAloneBefore() {
    Fakes.Link before = link();
    GatewaySocket old = rig.open(nothing(), before);
    rig.module.onConnected = socket -> socket.join("room");
    bring(Position.NONE, 2, Kind.NEW, "after");
    assertThat(before.told).containsExactly("connected", "event after");
    old.closed(CloseCode.TRANSPORT_LOST);

    Fakes.Link alone = link();
    GatewaySocket again = rig.open(credentials(before), alone);
    assertThat(alone.told).containsExactly("connected", "event after");
    again.closed(CloseCode.TRANSPORT_LOST);
    bring(new Position(1, 1), 1, Kind.REPEATED, "before");
    bring(new Position(1, 2), 2, Kind.REPEATED, "after");
    bring(new Position(1, 3), 3, Kind.NEW, "missed");

    Fakes.Link placed = link();
    rig.open(credentials(before), placed);
    assertThat(placed.told).containsExactly("connected", "event after", "event missed");
  }

  private void bring(Position position, long number, Kind kind, String text) {
    RoomEvent event =
        new RoomEvent(
            "/test",
            List.of("room"),
            "event",
            text,
            List.of(),
            Delivery.ORDERED,
            null,
            null,
            null,
            null,
            null);
    rig.incoming.receive(new LoggedMessage(event, position, "node", number, kind));
  }

  private void say(String room, String text) {
    publish(List.of(room), text, Delivery.ORDERED, null, null, null);
  }

  private void publish(
      List<String> rooms,
      String text,
      Delivery delivery,
      String coalesceKey,
      String exceptSocketId,
      String exceptRoom) {
    rig.broker.publish(
        new RoomEvent(
            "/test",
            rooms,
            "event",
            text,
            List.of(),
            delivery,
            coalesceKey,
            exceptSocketId,
            exceptRoom,
            null,
            null));
  }

  private static Fakes.Link link() {
    Fakes.Link link = new Fakes.Link();
    link.replay = new ReplayLimit(100_000, 10_000_000);
    return link;
  }

  private static JsonObject nothing() {
    return JsonObject.EMPTY_JSON_OBJECT;
  }

  private static JsonObject credentials(Fakes.Link link) {
    return credentials(link.pid, link.offset);
  }

  private static JsonObject credentials(String pid, String offset) {
    JsonObjectBuilder auth = Json.createObjectBuilder().add("pid", pid);
    if (offset != null) {
      auth.add("offset", offset);
    }
    return auth.build();
  }
}
