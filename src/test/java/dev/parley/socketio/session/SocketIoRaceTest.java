package dev.parley.socketio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.SocketLink;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Delivery;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** The client on one thread, the gateway on another: however they meet, each side ends once. */
class SocketIoRaceTest {
  private final ManualTimer timer = new ManualTimer();
  private final FakeGateway gateway = new FakeGateway("/", "/chat");
  private final FakeEngineSession session = new FakeEngineSession();
  private final SocketIoHandler handler =
      new SocketIoHandler(
          gateway,
          timer,
          timer,
          new SocketIoSettings(Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(2), 16, 30),
          10_000,
          100_000);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @RepeatedTest(100)
  void theConnectionIsLostWhileConnectRuns() throws Exception {
    handler.onOpen(session);
    handler.onText(session, "0");
    SocketLink link = gateway.last().link;

    together(
        () -> handler.onClose(session, CloseCode.TRANSPORT_LOST), () -> link.connected("s1", null));

    assertThat(gateway.last().closed).containsExactly(CloseCode.TRANSPORT_LOST);
    link.deliver(event());
    assertThat(session.frames()).doesNotContain("42[\"x\"]");
  }

  @RepeatedTest(100)
  void theClientLeavesWhileConnectRuns() throws Exception {
    handler.onOpen(session);
    handler.onText(session, "0");
    SocketLink link = gateway.last().link;

    together(() -> handler.onText(session, "1"), () -> link.connected("s1", null));

    assertThat(gateway.last().closed).containsExactly(CloseCode.CLIENT_CLOSED);
    assertThat(session.isOpen()).isTrue();
    handler.onText(session, "0");
    assertThat(gateway.opened).hasSize(2);
  }

  @RepeatedTest(100)
  void theServerDisconnectsWhileEventsCome() throws Exception {
    handler.onOpen(session);
    handler.onText(session, "0");
    gateway.last().link.connected("s1", null);
    handler.onText(session, "0/chat");
    FakeGateway.Socket chat = gateway.last();
    chat.link.connected("s2", null);

    together(
        () -> {
          for (int i = 0; i < 50; i++) {
            handler.onText(session, "2/chat,[\"x\"]");
          }
        },
        () -> chat.link.disconnect(CloseCode.SERVER_DISCONNECT));

    assertThat(session.isOpen()).isTrue();
    assertThat(session.frames()).filteredOn("41/chat,"::equals).hasSize(1);
    assertThat(chat.events.size()).isLessThanOrEqualTo(50);
  }

  @RepeatedTest(100)
  void bothSidesEndTheLastSocket() throws Exception {
    handler.onOpen(session);
    handler.onText(session, "0");
    FakeGateway.Socket socket = gateway.last();
    socket.link.connected("s1", null);

    together(
        () -> handler.onText(session, "1"),
        () -> socket.link.disconnect(CloseCode.SERVER_DISCONNECT));

    boolean byServer = session.closedAfterFlush.get() != null;
    assertThat(socket.closed).hasSize(byServer ? 0 : 1);
    assertThat(session.frames()).hasSize(byServer ? 2 : 1);
  }

  private void together(Runnable one, Runnable other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<?>> both = List.of(submit(start, one), submit(start, other));
    for (Future<?> task : both) {
      task.get(5, TimeUnit.SECONDS);
    }
  }

  private Future<?> submit(CyclicBarrier start, Runnable task) {
    return threads.submit(
        () -> {
          start.await(5, TimeUnit.SECONDS);
          task.run();
          return null;
        });
  }

  private static EncodedEvent event() {
    return new EncodedEvent("/", "x", "", List.of(), Delivery.ORDERED, null);
  }
}
