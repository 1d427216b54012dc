package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.ReplayLimit;
import dev.parley.gateway.api.SocketLink;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Stand-ins for what surrounds the gateway. */
final class Fakes {
  static final Handshake HANDSHAKE =
      new Handshake(
          "192.0.2.1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "socket.io");

  private Fakes() {}

  /** A payload. */
  public record Text(String text) {}

  /** Not readable by JSON-B. */
  record Hidden(String text) {}

  record Row(String wireName, Class<? extends Record> payload) implements InboundEvent {
    @Override
    public Access access() {
      return Access.ANYONE;
    }

    @Override
    public Optional<EventLimit> limit() {
      return Optional.empty();
    }

    @Override
    public String summary() {
      return "For tests.";
    }
  }

  record OutRow(String wireName, Delivery delivery) implements OutboundEvent {
    @Override
    public Class<?> payload() {
      return Text.class;
    }

    @Override
    public String summary() {
      return "For tests.";
    }
  }

  /** Writes down what a protocol is told. */
  static final class Link implements SocketLink {
    final List<String> told = new CopyOnWriteArrayList<>();

    volatile ReplayLimit replay = ReplayLimit.NONE;
    volatile String socketId;
    volatile String pid;
    volatile String offset;
    volatile String ref;
    private boolean cut;

    @Override
    public Optional<String> transport() {
      return Optional.of("websocket");
    }

    @Override
    public ReplayLimit replayLimit() {
      return replay;
    }

    @Override
    public void connected(String id, String secret) {
      socketId = id;
      pid = secret;
      told.add("connected");
    }

    @Override
    public void refused(ErrorReply error, String json) {
      ref = error.ref();
      told.add("refused " + error.code());
    }

    @Override
    public synchronized void deliver(EncodedEvent event) {
      if (cut) {
        return;
      }
      if (event.offset() != null) {
        offset = event.offset();
      }
      told.add(event.event() + " " + event.arguments());
    }

    /** Nothing reaches the client any more. */
    synchronized void cut() {
      cut = true;
    }

    @Override
    public void deliver(EncodedEvent event, long ackId) {
      told.add(event.event() + " " + event.arguments() + " ack=" + ackId);
    }

    @Override
    public void disconnect(CloseCode code) {
      told.add("disconnect " + code);
    }
  }

  /** Counts by metric and tag. */
  static final class Meters implements GatewayMeters {
    final Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void count(GatewayMetric counter, String tagValue, long amount) {
      counts.merge(counter + " " + tagValue, amount, Long::sum);
    }

    @Override
    public void time(GatewayMetric timer, String tagValue, long nanos) {
      counts.merge(timer + " " + tagValue, 1L, Long::sum);
    }

    @Override
    public void gauge(GatewayMetric gauge, LongSupplier value) {}
  }

  /** Runs what is due when the test says so. */
  static final class ManualScheduler implements Scheduler {
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public synchronized Timeout schedule(Duration delay, Runnable task) {
      tasks.add(task);
      return () -> {
        synchronized (this) {
          tasks.remove(task);
        }
      };
    }

    synchronized int waiting() {
      return tasks.size();
    }

    void runAll() {
      List<Runnable> due;
      synchronized (this) {
        due = List.copyOf(tasks);
        tasks.clear();
      }
      due.forEach(Runnable::run);
    }
  }
}
