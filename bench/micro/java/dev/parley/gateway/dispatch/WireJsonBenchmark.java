package dev.parley.gateway.dispatch;

import dev.parley.bench.WarmUp;
import dev.parley.chat.direct.boundary.SendReceipt;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Records on their way to JSON. */
@State(Scope.Thread)
public class WireJsonBenchmark {
  private final WireJson json = new WireJson();
  private final SendReceipt receipt =
      new SendReceipt("k3VQ8x0pZ1cT7mYb2LwA", "t-4711", 2, Instant.EPOCH, null);

  @Setup
  public void warmUp(Blackhole sink) {
    for (int i = 0; i < WarmUp.CALLS; i++) {
      sink.consume(writeRecord());
    }
  }

  @Benchmark
  public String writeRecord() {
    return json.write(receipt);
  }
}
