package dev.parley.cluster.memory;

import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.RevocationsContractTest;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

class MemoryRevocationsTest extends RevocationsContractTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TimeSource time =
      new TimeSource() {
        @Override
        public Instant now() {
          return NOON.plusNanos(nanos.get());
        }

        @Override
        public long nanoTime() {
          return nanos.get();
        }
      };

  @Override
  protected Revocations revocations(int most) {
    return new MemoryRevocations(time, most);
  }

  @Override
  protected void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
