package dev.parley.platform.metrics;

import dev.parley.engineio.session.EngineObserver;
import dev.parley.engineio.session.Transport;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts Engine.IO sessions and their bytes, by transport. */
final class EngineMeters implements EngineObserver {
  private final Map<Transport, LongAdder> active = new EnumMap<>(Transport.class);
  private final Map<Transport, Counter> opened;
  private final Map<Transport, Counter> receivedBytes;
  private final Map<Transport, Counter> sentBytes;
  private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);
  private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);
  private final Counter upgrades;

  EngineMeters(MetricRegistry registry) {
    opened =
        byTransport(
            registry, "engine_sessions_total", "Engine.IO sessions, by their first transport.");
    receivedBytes =
        byTransport(registry, "engine_received_bytes_total", "Payload bytes that came in.");
    sentBytes = byTransport(registry, "engine_sent_bytes_total", "Payload bytes that went out.");
    upgrades =
        registry.counter(
            described("engine_upgrades_total", "Sessions that went from polling to WebSocket."));
    Metadata ends = described("engine_sessions_closed_total", "Sessions that ended, by why.");
    for (CloseCode code : CloseCode.values()) {
      closed.put(code, registry.counter(ends, new Tag("reason", code.label())));
    }
    Metadata refusals =
        described(
            "engine_handshakes_refused_total",
            "Handshakes that were refused, plain WebSocket included, by the code of the error.");
    for (ErrorCode code : ErrorCode.values()) {
      refused.put(code, registry.counter(refusals, new Tag("reason", code.wireName())));
    }
    Metadata now = described("engine_sessions_active", "Engine.IO sessions that are open now.");
    for (Transport transport : Transport.values()) {
      LongAdder count = new LongAdder();
      active.put(transport, count);
      registry.gauge(now, count, LongAdder::sum, new Tag("transport", transport.wireName()));
    }
  }

  @Override
  public void opened(Transport transport) {
    opened.get(transport).inc();
    active.get(transport).increment();
  }

  @Override
  public void upgraded() {
    upgrades.inc();
    active.get(Transport.POLLING).decrement();
    active.get(Transport.WEBSOCKET).increment();
  }

  @Override
  public void closed(Transport transport, CloseCode code, Duration lifetime) {
    active.get(transport).decrement();
    closed.get(code).inc();
  }

  @Override
  public void refused(ErrorCode code) {
    refused.get(code).inc();
  }

  @Override
  public void received(Transport transport, int bytes) {
    receivedBytes.get(transport).inc(bytes);
  }

  @Override
  public void sent(Transport transport, int bytes) {
    sentBytes.get(transport).inc(bytes);
  }

  private static Map<Transport, Counter> byTransport(
      MetricRegistry registry, String name, String description) {
    Metadata metadata = described(name, description);
    Map<Transport, Counter> counters = new EnumMap<>(Transport.class);
    for (Transport transport : Transport.values()) {
      counters.put(
          transport, registry.counter(metadata, new Tag("transport", transport.wireName())));
    }
    return counters;
  }

  static Metadata described(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
