package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CacheWritesTest {
  private final ManualTimer timer = new ManualTimer();
  private final List<Map<String, Optional<String>>> written = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private final CacheWrites writes = new CacheWrites(timer, (before, after) -> after, this::write);

  private CompletionStage<?> write(Map<String, Optional<String>> entries) {
    written.add(entries);
    CompletableFuture<Void> end = new CompletableFuture<>();
    ends.add(end);
    return end;
  }

  private void end() {
    ends.get(ends.size() - 1).complete(null);
  }

  private void put(String key, String value) {
    writes.add(key, Optional.of(value));
  }

  @Test
  void theFirstInAWhileIsWrittenAtOnce() {
    put("a", "1");
    assertThat(written).containsExactly(Map.of("a", Optional.of("1")));
    end();
    timer.advance(CacheWrites.PAUSE);

    put("a", "2");

    assertThat(written).hasSize(2).endsWith(Map.of("a", Optional.of("2")));
  }

  @Test
  void thoseThatFollowAreOneWriteAMomentLaterWithTheLastOfEachKey() {
    put("a", "1");
    put("b", "1");
    put("b", "2");
    writes.add("c", Optional.empty());
    end();
    put("d", "1");
    assertThat(written).hasSize(1);

    timer.advance(CacheWrites.PAUSE);

    assertThat(written)
        .endsWith(Map.of("b", Optional.of("2"), "c", Optional.empty(), "d", Optional.of("1")))
        .hasSize(2);
  }

  /** Invariant: two writes of a key are never under way together. */
  @Test
  void nothingIsWrittenBeforeTheWriteBeforeHasEnded() {
    put("a", "1");
    put("a", "2");
    timer.advance(CacheWrites.PAUSE.multipliedBy(10));
    assertThat(written).hasSize(1);

    ends.get(0).completeExceptionally(new IllegalStateException("away"));
    timer.advance(CacheWrites.PAUSE);

    assertThat(written).hasSize(2);
  }

  @Test
  void aCrowdIsWrittenInPartsWithoutPauses() {
    put("first", "1");
    for (int i = 0; i < CacheWrites.MOST_AT_ONCE + 1; i++) {
      put("key" + i, "1");
    }
    end();
    timer.advance(CacheWrites.PAUSE);
    assertThat(written.get(1)).hasSize(CacheWrites.MOST_AT_ONCE);

    end();
    timer.advance(Duration.ZERO);

    assertThat(written.get(2)).hasSize(1);
  }

  @Test
  void ofTwoThatWaitTheNewestIsWritten() {
    CacheWrites greatest =
        new CacheWrites(
            timer,
            (before, after) -> before.get().compareTo(after.get()) > 0 ? before : after,
            this::write);
    greatest.add("first", Optional.of("1"));
    greatest.add("a", Optional.of("9"));
    greatest.add("a", Optional.of("8"));
    end();

    timer.advance(CacheWrites.PAUSE);

    assertThat(written).endsWith(Map.of("a", Optional.of("9")));
  }

  /** Invariant: a write that throws does not end all writing. */
  @Test
  void afterAWriteThatThrowsTheNextIsMade() {
    List<String> tried = new ArrayList<>();
    CacheWrites broken =
        new CacheWrites(
            timer,
            (before, after) -> after,
            entries -> {
              tried.addAll(entries.keySet());
              throw new IllegalStateException("a bug");
            });
    broken.add("a", Optional.of("1"));
    broken.add("b", Optional.of("1"));

    timer.advance(CacheWrites.PAUSE);

    assertThat(tried).containsExactly("a", "b");
  }

  /** Invariant: what cannot be written takes no memory without end; what waits keeps its last. */
  @Test
  void manyKeysAreLetGoWhileAWriteHangs() {
    put("first", "1");
    for (int i = 0; i < CacheWrites.MOST_WAITING + 10; i++) {
      put("key" + i, "1");
    }
    put("key0", "2");

    for (int i = 0; i <= 2 * CacheWrites.MOST_WAITING / CacheWrites.MOST_AT_ONCE; i++) {
      end();
      timer.advance(CacheWrites.PAUSE);
    }

    assertThat(written.stream().mapToInt(Map::size).sum()).isEqualTo(1 + CacheWrites.MOST_WAITING);
    assertThat(written.get(1)).containsEntry("key0", Optional.of("2"));
  }
}
