package dev.parley.gateway.dispatch;

import dev.parley.bench.WarmUp;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import dev.parley.outbound.OutboundWriter;
import dev.parley.outbound.WriteStripe;
import dev.parley.socketio.protocol.PacketEncoder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A message of the log on its way to every member of a room, each with a writer of its own whose
 * sink forgets the frame and answers at once.
 *
 * <p>The event is encoded once a message, as on the wire; recovery is on, as by default.
 */
@State(Scope.Thread)
public class HubBenchmark {
  private static final int BUDGET = 1 << 20;
  private static final String NAMESPACE = "/global-chat";
  private static final String ROOM = "global-chat-room";
  private static final String MESSAGE =
      "{\"seq\":4711,\"id\":\"k3VQ8x0pZ1cT7mYb2LwA\",\"userId\":\"alice\",\"name\":\"Alice\","
          + "\"content\":\"The quick brown fox jumps over the lazy dog, and again.\","
          + "\"tempId\":\"t-4711\",\"createdAt\":\"2025-01-01T00:00:00.000Z\"}";

  @Param({"100", "1000"})
  public int members;

  private Hub hub;
  private long messages;

  @Setup
  public void warmUp(Blackhole sink) {
    TimeSource time = TimeSource.system();
    hub =
        new Hub(
            new RecoverySettings(true, Duration.ofMinutes(2), 32 << 20),
            new KeyedEvents(time),
            List.of(),
            time,
            new NoMeters());
    for (int i = 0; i < members; i++) {
      hub.join(NAMESPACE, ROOM, new Member("socket-" + i, sink));
    }
    for (int i = 0; i < WarmUp.CALLS / 10; i++) {
      sink.consume(fanOut());
    }
  }

  @Benchmark
  public long fanOut() {
    messages++;
    hub.receive(
        new LoggedMessage(
            new RoomEvent(
                NAMESPACE, ROOM, "chat:message", MESSAGE, List.of(), Delivery.ORDERED, null, null),
            new Position(1, messages),
            "node",
            messages,
            LoggedMessage.Kind.NEW));
    return messages;
  }

  /** A socket without a connection. */
  private static final class Member implements RoomMember {
    private final String id;
    private final OutboundWriter writer =
        new OutboundWriter(BUDGET, WriteStripe.DIRECT, new Untold());

    Member(String id, Blackhole sink) {
      this.id = id;
      writer.attach(
          (frame, callback) -> {
            sink.consume(frame);
            callback.done(true);
          });
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void join(String room) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public boolean deliver(EncodedEvent event) {
      return writer.offer(event.as(Format.TEXT));
    }
  }

  /** As Socket.IO over Engine.IO writes an event without attachments. */
  private enum Format implements EncodedEvent.WireFormat {
    TEXT;

    @Override
    public OutboundMessage encode(EncodedEvent event) {
      String arguments = event.arguments() + ",\"" + event.offset() + '"';
      String packet =
          PacketEncoder.event(event.namespace(), event.event(), arguments, 0, OptionalLong.empty());
      return OutboundMessage.ordered(Frame.Text.of('4' + packet));
    }
  }

  private static final class Untold implements OutboundWriter.Events {
    @Override
    public void waiting() {}

    @Override
    public void overflowed() {
      throw new AssertionError("the sink answers at once");
    }

    @Override
    public void failed() {
      throw new AssertionError("the sink never fails");
    }
  }

  private static final class NoMeters implements GatewayMeters {
    @Override
    public void count(GatewayMetric counter, String tagValue, long amount) {}

    @Override
    public void time(GatewayMetric timer, String tagValue, long nanos) {}

    @Override
    public void gauge(GatewayMetric gauge, LongSupplier value) {}
  }
}
