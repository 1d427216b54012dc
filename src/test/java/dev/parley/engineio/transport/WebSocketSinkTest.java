package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebSocketSinkTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Deque<SendHandler> sends = new ArrayDeque<>();
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private Runnable whileSending = () -> {};
  private boolean gone;
  private int credit;
  private final WebSocketSink sink =
      new WebSocketSink(session(), CloseStyle.PLAIN, Duration.ofSeconds(5), () -> 0, executor::add);

  private Session session() {
    RemoteEndpoint.Async remote =
        Doubles.of(
            RemoteEndpoint.Async.class,
            Map.of(
                "sendText", sent -> sending(sent[1]),
                "sendBinary", sent -> sending(sent[1]),
                "setSendTimeout", millis -> limited(millis[0])));
    RemoteEndpoint.Basic basic =
        Doubles.of(
            RemoteEndpoint.Basic.class,
            Map.of(
                "sendPing", bytes -> pinged(),
                "sendObject", text -> sentNow(text[0]),
                "sendBinary", bytes -> sentNow("binary")));
    return Doubles.of(
        Session.class,
        Map.of(
            "getAsyncRemote", none -> remote,
            "getBasicRemote", none -> basic,
            "close", reason -> closed(reason[0])));
  }

  private Object pinged() {
    happened.add("ping");
    return null;
  }

  private Object sentNow(Object what) {
    happened.add("now:" + what);
    whileSending.run();
    if (gone) {
      throw new IllegalStateException("expected by this test");
    }
    return null;
  }

  private Object sending(Object handler) {
    sends.add((SendHandler) handler);
    return null;
  }

  private Object limited(Object millis) {
    happened.add("timeout:" + millis);
    return null;
  }

  private Object closed(Object argument) {
    CloseReason reason = (CloseReason) argument;
    happened.add("close:" + reason.getCloseCode().getCode() + ":" + reason.getReasonPhrase());
    return null;
  }

  private void runAll() {
    while (!executor.isEmpty()) {
      executor.remove().run();
    }
  }

  @Test
  void aSendHasATimeLimitAndTellsItsEnd() {
    sink.write(Frame.Text.of("a"), written -> happened.add("written:" + written));
    sends.remove().onResult(new SendResult((Session) null));
    sink.write(new Frame.Binary(new byte[1]), written -> happened.add("written:" + written));
    sends.remove().onResult(new SendResult((Session) null, new IllegalStateException("late")));

    assertThat(happened).containsExactly("timeout:5000", "written:true", "written:false");
  }

  @Test
  void aCloseRunsOnTheExecutorAndOnlyOnce() {
    sink.close(CloseCode.PING_TIMEOUT);
    sink.close(CloseCode.NODE_STOPPING);
    assertThat(happened).containsExactly("timeout:5000");

    runAll();

    assertThat(happened).containsExactly("timeout:5000", "close:4000:ping_timeout");
  }

  @Test
  void aCloseWaitsForTheSendInFlightAndHoldsNoThread() {
    sink.write(Frame.Text.of("a"), written -> {});
    sink.close(CloseCode.SLOW_CONSUMER);
    assertThat(executor).isEmpty();

    sends.remove().onResult(new SendResult((Session) null, new IllegalStateException("late")));
    runAll();

    assertThat(happened).containsExactly("timeout:5000", "close:4001:slow_consumer");
  }

  @Test
  void aConnectionThatIsGoneIsNotClosedWithTheReservedNumber() {
    sink.close(CloseCode.TRANSPORT_LOST);
    runAll();

    assertThat(happened).containsExactly("timeout:5000", "close:1011:transport_lost");
  }

  /** Closes wait for readers that stopped: no healthy connection's ping may wait behind them. */
  @Test
  void aPingIsWrittenWhereItsCallerSaysAndNotWhereConnectionsAreClosed() {
    sink.ping(Runnable::run, written -> happened.add("written:" + written));

    assertThat(executor).isEmpty();
    assertThat(happened).containsExactly("timeout:5000", "ping", "written:true");
  }

  @Test
  void aPingThatFindsNoThreadIsOverAndTheCloseGoesOn() {
    Executor stopped =
        task -> {
          throw new RejectedExecutionException("expected by this test");
        };
    assertThatThrownBy(() -> sink.ping(stopped, written -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    sink.close(CloseCode.NODE_STOPPING);
    runAll();

    assertThat(happened).hasSize(2).last().asString().startsWith("close:");
  }

  @Test
  void nothingIsWrittenAfterTheClose() {
    sink.close(CloseCode.RATE_LIMITED);

    assertThatThrownBy(() -> sink.write(Frame.Text.of("a"), written -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sends).isEmpty();
  }

  @Test
  void aClientThatTakesNoNoticeOfACloseMeetsAFailure() {
    new WebSocketSink(session(), CloseStyle.FAILING, Duration.ofSeconds(5), () -> 0, executor::add)
        .close(CloseCode.NODE_STOPPING);
    runAll();

    assertThat(happened).last().isEqualTo("close:1004:node_stopping");
  }

  private WebSocketSink crediting(int bytes) {
    credit = bytes;
    WebSocketSink made =
        new WebSocketSink(
            session(), CloseStyle.PLAIN, Duration.ofSeconds(5), () -> credit, executor::add);
    // The first frame of a connection proves the room.
    made.write(new Frame.Binary(new byte[0]), written -> {});
    sends.remove().onResult(new SendResult((Session) null));
    happened.clear();
    return made;
  }

  private void write(WebSocketSink to, String text) {
    to.write(Frame.Text.of(text), written -> happened.add("written:" + written));
  }

  @Test
  void withinTheCreditASendIsOverWhenItReturns() {
    WebSocketSink crediting = crediting(10_000);
    write(crediting, "a");
    crediting.write(new Frame.Binary(new byte[1]), written -> happened.add("written:" + written));

    assertThat(happened).containsExactly("now:a", "written:true", "now:binary", "written:true");
    assertThat(sends).isEmpty();
  }

  /** The kernel has room for what was promised to it, and for nothing more. */
  @Test
  void theFirstFrameBeyondTheCreditHasATimeLimitAndBringsTheCreditBack() {
    WebSocketSink crediting = crediting(4_000);
    write(crediting, "a");
    write(crediting, "b");
    write(crediting, "c");
    assertThat(sends).hasSize(1);
    sends.remove().onResult(new SendResult((Session) null));
    write(crediting, "d");

    assertThat(happened)
        .containsExactly(
            "now:a",
            "written:true",
            "now:b",
            "written:true",
            "written:true",
            "now:d",
            "written:true");
  }

  /** The kernel called it writable before the frame, whose last piece may fill what was free. */
  @Test
  void aLargeFrameHasATimeLimitWhateverTheCreditAndBringsNoneBack() {
    WebSocketSink crediting = crediting(131_072);
    write(crediting, "x".repeat(50_000));
    sends.remove().onResult(new SendResult((Session) null));
    assertThat(happened).containsExactly("written:true");

    write(crediting, "a");
    sends.remove().onResult(new SendResult((Session) null));
    write(crediting, "b");

    assertThat(happened).containsExactly("written:true", "written:true", "now:b", "written:true");
  }

  @Test
  void anAsynchronousSendBringsTheCreditBackButForItself() {
    WebSocketSink crediting = crediting(3_000);
    write(crediting, "x".repeat(700));
    sends.remove().onResult(new SendResult((Session) null));
    write(crediting, "a");

    assertThat(sends).hasSize(1);
  }

  @Test
  void aCloseWaitsForASendThatHasNotReturned() {
    WebSocketSink crediting = crediting(10_000);
    whileSending = () -> crediting.close(CloseCode.SLOW_CONSUMER);
    write(crediting, "a");
    whileSending = () -> {};
    assertThat(happened).containsExactly("now:a", "written:true");

    runAll();

    assertThat(happened).last().isEqualTo("close:4001:slow_consumer");
  }

  @Test
  void aSendToAConnectionThatIsGoneHasFailed() {
    WebSocketSink crediting = crediting(10_000);
    gone = true;
    write(crediting, "a");

    assertThat(happened).containsExactly("now:a", "written:false");
  }

  /** The server writes its close frame then, which must not meet a send. */
  @Test
  void theEndWaitsForTheCallUnderWayAndLetsNoOtherBegin() throws InterruptedException {
    CountDownLatch room = new CountDownLatch(1);
    WebSocketSink crediting = crediting(10_000);
    Thread sending = sendingThatWaits(crediting, room);
    Thread ending = started(crediting::ended);
    await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
    assertThatThrownBy(() -> write(crediting, "b")).isInstanceOf(IllegalStateException.class);

    room.countDown();
    ending.join(BOUND.toMillis());
    sending.join(BOUND.toMillis());

    assertThat(ending.isAlive()).isFalse();
    assertThat(happened).containsExactly("now:a", "written:true");
  }

  @Test
  void theEndDoesNotWaitForEver() throws InterruptedException {
    CountDownLatch room = new CountDownLatch(1);
    WebSocketSink crediting = crediting(10_000);
    Thread sending = sendingThatWaits(crediting, room);
    Thread ending = started(crediting::ended);
    ending.join(BOUND.toMillis());

    assertThat(ending.isAlive()).isFalse();
    assertThat(sending.isAlive()).isTrue();
    room.countDown();
    sending.join(BOUND.toMillis());
  }

  @Test
  void theEndDoesNotWaitForAPeerThatDoesNotRead() {
    write(sink, "a");
    sink.ended();

    assertThat(sends).hasSize(1);
    assertThatThrownBy(() -> write(sink, "b")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSendThatTellsOfTheEndItselfIsNotWaitedFor() {
    WebSocketSink crediting = crediting(10_000);
    whileSending = crediting::ended;
    write(crediting, "a");

    assertThat(happened).containsExactly("now:a", "written:true");
  }

  @Test
  void everyFrameHasATimeLimitWhileThereIsNoCredit() {
    WebSocketSink crediting = crediting(10_000);
    credit = 0;
    write(crediting, "a");

    assertThat(sends).hasSize(1);
  }

  private Thread sendingThatWaits(WebSocketSink to, CountDownLatch room) {
    whileSending = () -> awaitThat(room);
    Thread sending = started(() -> write(to, "a"));
    await().until(() -> happened.contains("now:a"));
    return sending;
  }

  private static Thread started(Runnable body) {
    Thread thread = new Thread(body, "sink-test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitThat(CountDownLatch latch) {
    try {
      if (!latch.await(BOUND.toMillis() * 2, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody opened the latch");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
