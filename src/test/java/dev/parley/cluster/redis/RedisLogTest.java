package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.RedisLog.Appended;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code append.lua} and {@code catchup.lua}. */
class RedisLogTest {
  private static final TestCluster CLUSTER = new TestCluster(RedisServer.start("redis-log"));
  private static RedisCluster connection;

  private final LogKeys keys = LogKeys.of("t", "/n");
  private final RedisLog log = new RedisLog(connection.guard(), keys, TestCluster.QUICK);
  private Position start;

  @BeforeAll
  static void connect() {
    connection = CLUSTER.connected();
  }

  @AfterAll
  static void stop() throws Exception {
    CLUSTER.close();
  }

  @BeforeEach
  void empty() throws Exception {
    CLUSTER.redis.flush();
    start = join().head();
  }

  @Test
  void aFirstNodeFindsANewEpoch() throws Exception {
    assertThat(start.epoch()).isGreaterThan(1_600_000_000_000_000L);
    assertThat(start.offset()).isZero();
    assertThat(join().head()).isEqualTo(start);
  }

  @Test
  void offsetsAreWithoutHoleOverAllPublishers() throws Exception {
    assertThat(append(start, "a", 1, "x", "y")).isEqualTo(written(1));
    assertThat(append(start, "b", 1, "z")).isEqualTo(written(3));

    Caught read = read(start, start);
    assertThat(read.head()).isEqualTo(at(3));
    assertThat(read.entries())
        .extracting(RedisLogTest::text)
        .containsExactly("1 a1 x", "2 a2 y", "3 b1 z");
    assertThat(read(at(3), at(1)).entries()).hasSize(2);
  }

  @Test
  void aRepeatedBatchIsNotWrittenAgainAndAnswersItsFirstOffset() throws Exception {
    append(start, "b", 1, "other");
    append(start, "a", 1, "x", "y");

    assertThat(append(start, "a", 1, "x", "y")).isEqualTo(written(2));
    assertThat(append(start, "a", 2, "y")).isEqualTo(written(3));

    assertThat(join().head().offset()).isEqualTo(3);
  }

  @Test
  void aBatchThatOverlapsIsWrittenFromWhereItIsNew() throws Exception {
    append(start, "a", 1, "x", "y");

    assertThat(append(start, "a", 2, "y", "z")).isEqualTo(written(0));

    assertThat(read(start, start).entries())
        .extracting(RedisLogTest::text)
        .containsExactly("1 a1 x", "2 a2 y", "3 a3 z");
  }

  @Test
  void aLateBatchOfLongAgoIsNotWritten() throws Exception {
    append(start, "a", 1, "x");
    append(start, "a", 2, "y");

    assertThat(append(start, "a", 1, "x")).isEqualTo(written(0));
    assertThat(join().head().offset()).isEqualTo(2);
  }

  @Test
  void inAnotherEpochNothingIsWritten() throws Exception {
    append(start, "a", 1, "x");
    Position older = new Position(start.epoch() - 1, 50);

    Appended answer = append(older, "a", 2, "y");

    assertThat(answer.written()).isFalse();
    assertThat(answer.first().epoch()).isEqualTo(start.epoch());
    assertThat(join().head()).isEqualTo(at(1));
  }

  @Test
  void aLogThatIsGoneOrBehindBeginsANewEpochBeforeItTakesAnything() throws Exception {
    append(start, "a", 1, "x");

    Appended behind = append(at(2), "a", 2, "y");
    assertThat(behind.written()).isFalse();
    assertThat(behind.first().epoch()).isGreaterThan(start.epoch());

    CLUSTER.redis.flush();
    Position ahead = new Position(behind.first().epoch() + 1_000_000_000_000L, 7);
    Appended gone = append(ahead, "a", 2, "y");
    assertThat(gone.written()).isFalse();
    assertThat(gone.first().epoch()).isEqualTo(ahead.epoch() + 1);
  }

  @Test
  void inANewEpochAPublisherWritesTheSameNumbersAgain() throws Exception {
    append(start, "a", 1, "x", "y");
    Position next = read(at(3), start).head();
    assertThat(next.epoch()).isGreaterThan(start.epoch());

    assertThat(append(next, "a", 1, "x", "y"))
        .isEqualTo(new Appended(true, new Position(next.epoch(), 1)));

    // A reader goes on across the change without losing its place.
    assertThat(read(next, at(1)).entries())
        .extracting(RedisLogTest::text)
        .containsExactly("2 a2 y", "1 a1 x", "2 a2 y");
  }

  @Test
  void aPositionCheckFindsThatTheLogWentBackOrIsKnownToBeRewritten() throws Exception {
    append(start, "a", 1, "x");
    assertThat(read(at(1), at(1)).head()).isEqualTo(at(1));

    Position second = read(at(2), at(2)).head();
    assertThat(second.epoch()).isGreaterThan(start.epoch());
    Position third = get(log.catchUp(second, second, 10, true)).head();
    assertThat(third.epoch()).isGreaterThan(second.epoch());
    // Who comes late with the same knowledge changes nothing.
    assertThat(get(log.catchUp(second, second, 10, true)).head()).isEqualTo(third);
  }

  @Test
  void whoJoinsLearnsHowFarEachPublisherHasCome() throws Exception {
    append(start, "a", 1, "x", "y");
    append(start, "b", 5, "z");

    assertThat(join().marks()).containsOnly(entry("a", 2L), entry("b", 5L));
  }

  @Test
  void theLogIsCapped() throws Exception {
    RedisLog small =
        new RedisLog(
            connection.guard(),
            keys,
            new LogLimits(
                TestCluster.BOUND,
                1,
                1,
                100,
                TestCluster.BOUND,
                TestCluster.BOUND,
                TestCluster.BOUND));
    for (int i = 0; i < 10; i++) {
      get(
          small.append(
              at(0),
              "a",
              1 + i * 100L,
              IntStream.range(0, 100).mapToObj(n -> new byte[] {1}).toList()));
    }

    List<LogEntry> left = get(small.catchUp(start, start, 1_000, false)).entries();
    assertThat(left).hasSizeBetween(100, 250);
    assertThat(left.get(left.size() - 1).position()).isEqualTo(at(1_000));
  }

  @Test
  void aBatchIsOneFrameOnTheChannel() throws Exception {
    ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
    LogTopic topic = new LogTopic(connection.guard(), keys.channel(), frames::add);
    get(topic.subscribe());

    append(start, "a", 1, "x", "y");
    get(topic.probe());

    await().atMost(TestCluster.BOUND).until(() -> frames.size() == 2);
    assertThat(LogFrame.read(frames.remove()))
        .extracting(RedisLogTest::text)
        .containsExactly("1 a1 x", "2 a2 y");
    assertThat(LogFrame.read(frames.remove())).isEmpty();
    get(topic.unsubscribe());
  }

  private Position at(long offset) {
    return new Position(start.epoch(), offset);
  }

  private Appended written(long offset) {
    return new Appended(true, at(offset));
  }

  private Appended append(Position known, String publisher, long first, String... messages)
      throws Exception {
    return get(
        log.append(
            known,
            publisher,
            first,
            List.of(messages).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList()));
  }

  private Caught read(Position known, Position after) throws Exception {
    return get(log.catchUp(known, after, 100, false));
  }

  private Caught join() throws Exception {
    return get(log.join());
  }

  private static <T> T get(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static String text(LogEntry entry) {
    return entry.position().offset()
        + " "
        + entry.publisher()
        + entry.sequence()
        + " "
        + new String(entry.message(), StandardCharsets.UTF_8);
  }
}
