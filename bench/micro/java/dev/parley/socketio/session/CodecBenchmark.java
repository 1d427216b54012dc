package dev.parley.socketio.session;

import dev.parley.bench.WarmUp;
import dev.parley.engineio.protocol.EnginePacket;
import dev.parley.engineio.protocol.EngineProtocolException;
import dev.parley.engineio.protocol.PacketCodec;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.OutboundMessage;
import dev.parley.socketio.protocol.BinaryAssembler;
import dev.parley.socketio.protocol.DecoderLimits;
import dev.parley.socketio.protocol.PacketDecoder;
import dev.parley.socketio.protocol.SocketPacket;
import dev.parley.socketio.protocol.SocketProtocolException;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Events between their JSON and the frames of Engine.IO. */
@State(Scope.Thread)
public class CodecBenchmark {
  private static final String MESSAGE =
      "{\"seq\":4711,\"id\":\"k3VQ8x0pZ1cT7mYb2LwA\",\"userId\":\"alice\",\"name\":\"Alice\","
          + "\"content\":\"The quick brown fox jumps over the lazy dog, and again.\","
          + "\"tempId\":\"t-4711\",\"createdAt\":\"2025-01-01T00:00:00.000Z\"}";
  private static final String SENT =
      "42/global-chat,17[\"chat:message\",{\"content\":\"The quick brown fox jumps over the lazy"
          + " dog, and again.\",\"tempId\":\"t-4711\"}]";

  private final BinaryAssembler assembler =
      new BinaryAssembler(new PacketDecoder(new DecoderLimits(64 << 10, 10, 64 << 10, 64)));

  @Setup
  public void warmUp(Blackhole sink) throws EngineProtocolException, SocketProtocolException {
    for (int i = 0; i < WarmUp.CALLS; i++) {
      sink.consume(encodeEvent());
      sink.consume(encodeAck());
      sink.consume(decodeEvent());
    }
  }

  @Benchmark
  public OutboundMessage encodeEvent() {
    return new EncodedEvent(
            "/global-chat", "chat:message", MESSAGE, List.of(), Delivery.ORDERED, null, "1-4711")
        .as(SocketIoFrames.FORMAT);
  }

  @Benchmark
  public OutboundMessage encodeAck() {
    return SocketIoFrames.ack("/global-chat", 17, MESSAGE, List.of());
  }

  @Benchmark
  public Optional<SocketPacket> decodeEvent()
      throws EngineProtocolException, SocketProtocolException {
    EnginePacket.Text packet = (EnginePacket.Text) PacketCodec.decode(SENT);
    return assembler.text(packet.data());
  }
}
