package dev.parley.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.cluster.api.SessionStoreContractTest;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemorySessionStoreTest extends SessionStoreContractTest {
  private static final Duration WINDOW = Duration.ofMinutes(2);

  private final AtomicLong nanos = new AtomicLong();
  private final MemorySessionStore store =
      new MemorySessionStore(
          new TimeSource() {
            @Override
            public Instant now() {
              throw new AssertionError("the wall clock decides nothing");
            }

            @Override
            public long nanoTime() {
              return nanos.get();
            }
          },
          WINDOW);

  @Override
  protected SessionStore store() {
    return store;
  }

  @Override
  protected void passWindow() {
    nanos.addAndGet(WINDOW.toNanos());
  }

  @Test
  void nothingStaysOfSessionsThatNobodyTookUp() {
    for (int i = 0; i < 100; i++) {
      Session session =
          new Session(
              "/", "pid" + i, 1, "s", "u", "d", SessionStart.at(Position.NONE), Set.of(), Map.of());
      store.save(session);
      store.suspend(session);
    }
    assertThat(store.size()).isEqualTo(100);

    passWindow();

    assertThat(store.size()).isZero();
  }
}
