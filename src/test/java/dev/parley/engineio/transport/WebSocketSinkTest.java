package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebSocketSinkTest {
  private final Deque<SendHandler> sends = new ArrayDeque<>();
  private final List<String> happened = new ArrayList<>();
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private final WebSocketSink sink =
      new WebSocketSink(session(), Duration.ofSeconds(5), executor::add);

  private Session session() {
    RemoteEndpoint.Async remote =
        Doubles.of(
            RemoteEndpoint.Async.class,
            Map.of(
                "sendText", sent -> sending(sent[1]),
                "sendBinary", sent -> sending(sent[1]),
                "setSendTimeout", millis -> limited(millis[0])));
    return Doubles.of(
        Session.class,
        Map.of("getAsyncRemote", none -> remote, "close", reason -> closed(reason[0])));
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

  @Test
  void nothingIsWrittenAfterTheClose() {
    sink.close(CloseCode.RATE_LIMITED);

    assertThatThrownBy(() -> sink.write(Frame.Text.of("a"), written -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sends).isEmpty();
  }
}
