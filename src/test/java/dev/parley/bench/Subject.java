package dev.parley.bench;

import dev.parley.testing.LibertyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One of the two servers under measurement, with what was read of it. */
final class Subject implements AutoCloseable {
  private static final int WARM_UP_CONNECTIONS = 500;
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final String name;
  private final LibertyServer server;
  private final ProcessMeter meter;
  private final List<Double> deliveryMicros = new ArrayList<>();
  private LoadClient receivers;
  private double heapBytes;
  private double residentBytes;
  private double connectMillis;
  private int messages;

  Subject(String name, LibertyServer server, Path javaHome) {
    this.name = name;
    this.server = server;
    this.meter = new ProcessMeter(server.pid(), javaHome);
  }

  String name() {
    return name;
  }

  /** Measures what idle connections cost, each on average. */
  void measureIdle(Dialogue dialogue, int count) throws IOException, InterruptedException {
    // Twice, so that what is made once, and code that is compiled late, is not counted.
    for (int round = 0; round < 2; round++) {
      try (LoadClient warmUp = new LoadClient(server.port(), dialogue)) {
        warmUp.openUntil(WARM_UP_CONNECTIONS, BOUND);
        warmUp.idle(SETTLE);
      }
    }
    try (LoadClient clients = new LoadClient(server.port(), dialogue)) {
      clients.idle(SETTLE);
      long heapBefore = meter.liveBytes();
      long residentBefore = meter.residentBytes();
      Duration cpuBefore = meter.cpu();
      clients.openUntil(count, BOUND);
      clients.idle(SETTLE);
      connectMillis = meter.cpu().minus(cpuBefore).toNanos() / 1e6 / count;
      heapBytes = (meter.liveBytes() - heapBefore) / (double) count;
      residentBytes = (meter.residentBytes() - residentBefore) / (double) count;
    }
  }

  /** Opens the receivers of the broadcasts and warms up by sending to them. */
  void gather(Dialogue dialogue, int count, int warmUpMessages, Sender sender) throws IOException {
    receivers = new LoadClient(server.port(), dialogue);
    receivers.openUntil(count, BOUND);
    receivers.idle(SETTLE);
    send(warmUpMessages, count, sender);
  }

  /** Measures one round of broadcasts; may be called again. */
  void measureDelivery(int count, int receiverCount, Sender sender) throws IOException {
    // Pings that came due while the other server was measured are answered outside of the figure.
    receivers.idle(Duration.ofMillis(300));
    Duration before = meter.cpu();
    send(count, receiverCount, sender);
    double micros = meter.cpu().minus(before).toNanos() / 1e3;
    deliveryMicros.add(micros / ((long) count * receiverCount));
  }

  private void send(int count, int receiverCount, Sender sender) throws IOException {
    for (int i = 0; i < count; i++) {
      receivers.broadcast(0, sender.message(++messages), receiverCount, BOUND);
    }
  }

  double heapBytes() {
    return heapBytes;
  }

  double residentBytes() {
    return residentBytes;
  }

  double connectMillis() {
    return connectMillis;
  }

  /** The median of the rounds. */
  double deliveryMicros() {
    List<Double> sorted = new ArrayList<>(deliveryMicros);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  int frameBytes() {
    return receivers.frameBytes();
  }

  @Override
  public void close() {
    server.close();
  }

  /** Makes the message that is broadcast as the n-th. */
  interface Sender {
    String message(int number);
  }
}
