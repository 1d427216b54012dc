package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.Reply;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class GatewaySocketTest {
  private static final Fakes.OutRow OUT = new Fakes.OutRow("out", Delivery.ORDERED);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final GatewayRig rig = new GatewayRig(Runnable::run);

  @Test
  void theClientIsAnsweredBeforeAnybodyIsTold() {
    rig.module.onConnected = socket -> socket.emit(OUT, new Fakes.Text("welcome"));
    rig.shared.onConnected = socket -> socket.emit(OUT, new Fakes.Text("hello"));

    rig.open();

    assertThat(rig.link.told)
        .containsExactly("connected", "out {\"text\":\"hello\"}", "out {\"text\":\"welcome\"}");
    assertThat(rig.told).containsExactly("shared+", "module+");
  }

  @Test
  void whoeverWasToldIsToldOfTheEndOnceAndInTheOppositeOrder() {
    GatewaySocket socket = rig.open();
    socket.join("room");

    socket.closed(CloseCode.CLIENT_CLOSED);
    socket.closed(CloseCode.PING_TIMEOUT);
    socket.disconnect(CloseCode.SERVER_DISCONNECT);

    assertThat(rig.told)
        .containsExactly(
            "shared+", "module+", "module- CLIENT_CLOSED", "shared- CLIENT_CLOSED", "released");
    assertThat(rig.hub.roomCount()).isZero();
    assertThat(rig.link.told).containsExactly("connected");
  }

  @Test
  void aRefusedSocketHearsWhyAndNobodyElseHearsOfIt() {
    rig.authentication =
        () -> {
          throw new ParleyException(ErrorCode.AUTH_FAILED);
        };

    GatewaySocket socket = rig.open();
    socket.event("in", Arguments.NONE, null, 1);
    socket.closed(CloseCode.AUTH_FAILED);

    assertThat(rig.link.told).containsExactly("refused AUTH_FAILED");
    assertThat(rig.told).isEmpty();
    assertThat(rig.meters.counts).containsEntry("CONNECTIONS refused", 1L);
  }

  @Test
  void anAuthenticatorThatBreaksRefusesAsInternal() {
    rig.authentication =
        () -> {
          throw new IllegalStateException("a bug");
        };
    rig.open();

    assertThat(rig.link.told).containsExactly("refused INTERNAL");
  }

  @Test
  void anErrorOfTheJvmWhileItConnectsIsAnsweredToo() {
    rig.authentication =
        () -> {
          throw new NoClassDefFoundError("a library is gone");
        };
    rig.open();

    assertThat(rig.link.told).containsExactly("refused INTERNAL");
  }

  @Test
  void aSocketThatClosesWhileItConnectsLeavesNothingBehind() {
    rig.authentication = () -> rig.socket().closed(CloseCode.TRANSPORT_LOST);

    GatewaySocket socket = rig.open();
    socket.join("room");

    assertThat(rig.told).containsExactly("released");
    assertThat(rig.hub.roomCount()).isZero();
    assertThat(rig.meters.counts).containsEntry("CONNECTIONS abandoned", 1L);
    assertThat(rig.parts.sockets().count()).isZero();
  }

  @Test
  void aModuleMayRefuseASocketAfterAll() {
    rig.module.onConnected =
        socket -> {
          throw new ParleyException(ErrorCode.FORBIDDEN);
        };

    GatewaySocket socket = rig.open();
    socket.event("in", Arguments.NONE, null, 1);

    assertThat(rig.link.told).hasSize(3);
    assertThat(rig.link.told.get(1)).startsWith("error {\"code\":\"forbidden\"");
    assertThat(rig.link.told.get(2)).isEqualTo("disconnect SERVER_DISCONNECT");
    assertThat(rig.told)
        .containsExactly(
            "shared+",
            "module+",
            "module- SERVER_DISCONNECT",
            "shared- SERVER_DISCONNECT",
            "released");
  }

  @Test
  void anAckCarriesTheStatusBesideTheFieldsOfTheReply() {
    GatewaySocket socket = rig.open();
    CompletableFuture<Acknowledgement> ack = new CompletableFuture<>();
    rig.handler = () -> Reply.of(new Fakes.Text("back"));

    socket.event("in", Arguments.NONE, ack::complete, 1);

    assertThat(((Acknowledgement.Success) ack.join()).arguments())
        .isEqualTo("{\"status\":\"ok\",\"text\":\"back\"}");
  }

  @Test
  void withoutAnAckAQueryIsAnsweredByItsEventAndAFailureByAnErrorEvent() {
    GatewaySocket socket = rig.open();
    rig.handler = () -> Reply.answer(OUT, new Fakes.Text("back"));
    socket.event("in", Arguments.NONE, null, 1);
    rig.handler =
        () -> {
          throw new ParleyException(ErrorCode.NOT_FOUND);
        };
    socket.event("in", Arguments.NONE, null, 1);

    assertThat(rig.link.told.get(1)).isEqualTo("out {\"text\":\"back\"}");
    assertThat(rig.link.told.get(2)).startsWith("error {\"code\":\"not_found\"");
  }

  @Test
  void anEventThatFindsTheLaneFullIsAnsweredAtOnceAndTheRestStillRuns() {
    GatewayRig slow = new GatewayRig(new GatewaySettings(2, 1_000, 4));
    GatewaySocket socket = slow.open();
    slow.runLanes();
    CompletableFuture<Acknowledgement> refused = new CompletableFuture<>();
    socket.event("in", Arguments.NONE, null, 1);
    socket.event("in", Arguments.NONE, null, 1);

    socket.event("in", Arguments.NONE, refused::complete, 1);
    socket.event("odd name", Arguments.NONE, null, 1);

    assertThat(((Acknowledgement.Failure) refused.join()).json())
        .contains("\"code\":\"rate_limited\"", "\"retryAfterMs\":1000", "\"event\":\"in\"");
    assertThat(slow.link.told.get(1)).startsWith("error {\"code\":\"rate_limited\"");
    assertThat(slow.link.told.get(1)).contains("\"odd?name\"");
    slow.runLanes();
    assertThat(slow.handled).hasValue(2);
    assertThat(socket.isConnected()).isTrue();
  }

  @Test
  void whoGoesOnThoughTheLaneStaysFullIsThrownOutAndWhatWaitsIsDropped() {
    GatewayRig slow = new GatewayRig(new GatewaySettings(2, 1_000, 4));
    GatewaySocket socket = slow.open();
    slow.runLanes();
    for (int i = 0; i < 10_000; i++) {
      socket.event("in", Arguments.NONE, null, 1);
    }
    slow.runLanes();

    assertThat(slow.link.told).hasSize(2 + GatewaySocket.MAX_OVERFLOWS);
    assertThat(slow.link.told).endsWith("disconnect RATE_LIMITED");
    assertThat(slow.link.told.subList(1, 1 + GatewaySocket.MAX_OVERFLOWS))
        .allSatisfy(told -> assertThat(told).contains("rate_limited"));
    assertThat(slow.handled).hasValue(0);
    assertThat(slow.told).endsWith("released");
  }

  @Test
  void aLaneThatRunsOverBeforeTheSocketIsConnectedEndsIt() {
    GatewayRig slow = new GatewayRig(new GatewaySettings(2, 1_000, 4));
    GatewaySocket socket = slow.open();
    for (int i = 0; i < 3; i++) {
      socket.event("in", Arguments.NONE, null, 1);
    }
    slow.runLanes();

    assertThat(slow.link.told).contains("disconnect LANE_OVERFLOW");
    assertThat(slow.handled).hasValue(0);
    assertThat(slow.told).endsWith("released");
  }

  @Test
  void whatTheClientSentBeforeItLeftIsStillHandled() {
    GatewayRig slow = new GatewayRig(new GatewaySettings(10, 1_000, 4));
    GatewaySocket socket = slow.open();
    slow.runLanes();
    socket.event("in", Arguments.NONE, null, 1);
    socket.closed(CloseCode.CLIENT_CLOSED);
    slow.runLanes();

    assertThat(slow.handled).hasValue(1);
    assertThat(slow.told).endsWith("module- CLIENT_CLOSED", "shared- CLIENT_CLOSED", "released");
  }

  @Test
  void anAckCompletesItsRequest() throws Exception {
    GatewaySocket socket = rig.open();

    CompletableFuture<Arguments> answer =
        socket.request(OUT, Arguments.NONE, SECOND).toCompletableFuture();
    socket.ack(0, new Arguments(Arguments.NONE.values(), List.of(new byte[] {1})));
    socket.ack(0, Arguments.NONE);
    socket.ack(99, Arguments.NONE);

    assertThat(answer.get().attachments()).hasSize(1);
    assertThat(rig.link.told).contains("out  ack=0");
    assertThat(rig.scheduler.waiting()).isZero();
    assertThat(rig.parts.acksPending().sum()).isZero();
  }

  @Test
  void anAckThatDoesNotComeFailsItsRequestInTime() {
    GatewaySocket socket = rig.open();
    CompletableFuture<Arguments> answer =
        socket.request(OUT, Arguments.NONE, SECOND).toCompletableFuture();

    rig.scheduler.runAll();
    socket.ack(0, Arguments.NONE);

    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void theEndOfTheSocketCancelsItsRequestsAndThoseThatComeLater() {
    GatewaySocket socket = rig.open();
    CompletableFuture<Arguments> before =
        socket.request(OUT, Arguments.NONE, SECOND).toCompletableFuture();
    socket.closed(CloseCode.CLIENT_CLOSED);

    assertThatThrownBy(before::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(
            () -> socket.request(OUT, Arguments.NONE, SECOND).toCompletableFuture().get())
        .isInstanceOf(CancellationException.class);
    assertThat(rig.scheduler.waiting()).isZero();
    assertThat(rig.parts.acksPending().sum()).isZero();
  }

  @Test
  void aSocketAwaitsABoundedNumberOfAcks() {
    GatewayRig small = new GatewayRig(Runnable::run, new GatewaySettings(10, 1_000, 1));
    GatewaySocket socket = small.open();
    socket.request(OUT, Arguments.NONE, SECOND);

    CompletableFuture<Arguments> second =
        socket.request(OUT, Arguments.NONE, SECOND).toCompletableFuture();

    assertThatThrownBy(second::get).hasCauseInstanceOf(ParleyException.class);
  }

  @Test
  void aSocketKeepsItsUser() {
    ClientSocket socket = rig.open();
    assertThatThrownBy(() -> socket.renew(GatewayRig.principal("another")))
        .isInstanceOf(IllegalArgumentException.class);
    socket.renew(GatewayRig.principal("anna"));
  }

  @Test
  void closesAndConnectsThatRaceNeverLeakAndTellEachOnce() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      try (GatewayRig raced = GatewayRig.withThreads()) {
        int delay = round % 50;
        raced.module.onConnected = socket -> socket.join("room");
        raced.authentication = () -> spin(delay);
        GatewaySocket socket = raced.open();
        Thread client =
            new Thread(
                () -> {
                  socket.event("in", Arguments.NONE, null, 1);
                  spin(49 - delay);
                  socket.closed(CloseCode.TRANSPORT_LOST);
                });
        Thread server = new Thread(() -> socket.disconnect(CloseCode.SERVER_DISCONNECT));
        client.start();
        if (round % 3 == 0) {
          server.start();
        }
        client.join(10_000);
        if (round % 3 == 0) {
          server.join(10_000);
        }

        await()
            .atMost(Duration.ofSeconds(10))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofNanos(50_000))
            .until(() -> raced.told.contains("released"));
        assertThat(raced.told).doesNotHaveDuplicates();
        assertThat(raced.told.contains("module+"))
            .isEqualTo(raced.told.stream().anyMatch(told -> told.startsWith("module-")));
        assertThat(raced.hub.roomCount()).isZero();
        assertThat(raced.parts.sockets().count()).isZero();
      }
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times * 20; i++) {
      Thread.onSpinWait();
    }
  }
}
