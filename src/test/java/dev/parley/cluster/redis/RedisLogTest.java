package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.redis.RedisLog.Appended;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

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
    assertThat(append(start, "a", 1, "x", "y")).isEqualTo(written(1, 2));
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

    assertThat(append(start, "a", 1, "x", "y")).isEqualTo(written(2, 3));
    assertThat(append(start, "a", 2, "y")).isEqualTo(written(3));

    assertThat(join().head().offset()).isEqualTo(3);
  }

  @Test
  void aBatchThatOverlapsIsWrittenFromWhereItIsNew() throws Exception {
    append(start, "a", 1, "x", "y");

    assertThat(append(start, "a", 2, "y", "z")).isEqualTo(written(2, 3));

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
    assertThat(answer.epoch()).isEqualTo(start.epoch());
    assertThat(join().head()).isEqualTo(at(1));
  }

  @Test
  void aLogThatIsGoneOrBehindBeginsANewEpochBeforeItTakesAnything() throws Exception {
    append(start, "a", 1, "x");

    Appended behind = append(at(2), "a", 2, "y");
    assertThat(behind.written()).isFalse();
    assertThat(behind.epoch()).isGreaterThan(start.epoch());

    CLUSTER.redis.flush();
    Position ahead = new Position(behind.epoch() + 1_000_000_000_000L, 7);
    Appended gone = append(ahead, "a", 2, "y");
    assertThat(gone.written()).isFalse();
    assertThat(gone.epoch()).isEqualTo(ahead.epoch() + 1);
  }

  @Test
  void inANewEpochAPublisherWritesTheSameNumbersAgain() throws Exception {
    append(start, "a", 1, "x", "y");
    Position next = read(at(3), start).head();
    assertThat(next.epoch()).isGreaterThan(start.epoch());

    assertThat(append(next, "a", 1, "x", "y"))
        .extracting(Appended::places)
        .isEqualTo(
            List.of(
                new Published(new Position(next.epoch(), 1), 0, false),
                new Published(new Position(next.epoch(), 2), 0, false)));

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
  void ofAKeyTheFirstIsAppendedAndItsRepeatsUseTheirNumberUp() throws Exception {
    append(start, "b", 1, List.of(keyed("first", "k")));

    assertThat(append(start, "a", 1, List.of(plain("x"), keyed("second", "k"), plain("y"))))
        .isEqualTo(written(placed(2, 0), repeated(1, 0), placed(3, 0)));

    assertThat(read(start, start).entries())
        .extracting(RedisLogTest::text)
        .containsExactly("1 b1 first", "2 a1 x", "3 a3 y");
    assertThat(join().marks()).containsOnly(entry("a", 3L), entry("b", 1L));
  }

  @Test
  void twoOfAKeyInOneBatchAreOne() throws Exception {
    assertThat(append(start, "a", 1, List.of(keyed("x", "k"), keyed("x", "k"), keyed("y", "l"))))
        .isEqualTo(written(placed(1, 0), repeated(1, 0), placed(2, 0)));
  }

  @Test
  void aRepeatedBatchAnswersPlacesAndNumbersAgainAlsoWhereOthersWroteBetween() throws Exception {
    append(start, "b", 1, List.of(counted("first", "k", 0, 0)));
    List<Draft> batch =
        List.of(counted("x", null, 0, 0), counted("second", "k", 0, 0), counted("y", "l", 0, 0));
    Appended first = append(start, "a", 1, batch);
    append(start, "b", 2, List.of(counted("other", null, 0, 0)));

    assertThat(first).isEqualTo(written(placed(2, 2), repeated(1, 1), placed(3, 3)));
    assertThat(append(start, "a", 1, batch)).isEqualTo(first);
    assertThat(join().head()).isEqualTo(at(4));
  }

  @Test
  void aBatchOfRepeatsOnlyIsRememberedToo() throws Exception {
    append(start, "b", 1, List.of(keyed("first", "k")));
    Appended repeats = append(start, "a", 1, List.of(keyed("second", "k")));

    assertThat(repeats).isEqualTo(written(repeated(1, 0)));
    assertThat(append(start, "a", 1, List.of(keyed("second", "k")))).isEqualTo(repeats);
    assertThat(append(start, "a", 2, "x")).isEqualTo(written(2));
  }

  @Test
  void numbersRunPerCounterAndStandAtTheEndOfTheMessage() throws Exception {
    append(start, "a", 1, List.of(counted("x", null, 0, 0), plain("p")));
    append(start, "b", 1, List.of(counted("y", null, 0, 0)));

    List<LogEntry> entries = read(start, start).entries();
    assertThat(MessageCodec.number(entries.get(0).message())).isEqualTo(1);
    assertThat(text(entries.get(1))).isEqualTo("2 a2 p");
    assertThat(MessageCodec.number(entries.get(2).message())).isEqualTo(2);
  }

  @Test
  void aRedisThatForgotItsNumbersGoesOnAboveWhatANodeHasSeen() throws Exception {
    assertThat(append(start, "a", 1, List.of(counted("x", null, 0, 41))))
        .isEqualTo(written(placed(1, 42)));
    // What was given before is kept, and does not throw the counter back.
    assertThat(append(start, "b", 1, List.of(counted("old", null, 7, 0), counted("y", null, 0, 0))))
        .isEqualTo(written(placed(2, 7), placed(3, 43)));
    assertThat(append(start, "c", 1, List.of(counted("later", null, 50, 0))))
        .isEqualTo(written(placed(4, 50)));
    assertThat(append(start, "c", 2, List.of(counted("z", null, 0, 0))))
        .isEqualTo(written(placed(5, 51)));
  }

  @Test
  void inANewEpochAPublisherIsNotRefusedForItsOwnKeyAndAnotherIs() throws Exception {
    append(start, "a", 1, List.of(counted("x", "k", 0, 0)));
    Position next = read(at(3), start).head();
    assertThat(next.epoch()).isGreaterThan(start.epoch());

    // Another node's repeat learns the place in the old epoch.
    assertThat(append(next, "b", 1, List.of(counted("again", "k", 0, 0))).places())
        .containsExactly(repeated(1, 1));
    assertThat(append(next, "a", 1, List.of(counted("x", "k", 1, 1))).places())
        .containsExactly(new Published(new Position(next.epoch(), 1), 1, false));
    assertThat(append(next, "b", 2, List.of(counted("again", "k", 0, 0))).places())
        .containsExactly(new Published(new Position(next.epoch(), 1), 1, true));
  }

  @Test
  void afterALossTheRepeatThatComesFirstStandsAndTheOldOneGivesWay() throws Exception {
    append(start, "a", 1, List.of(keyed("x", "k")));
    CLUSTER.redis.flush();
    Position next = read(at(1), start).head();

    append(next, "b", 1, List.of(keyed("again", "k")));

    assertThat(append(next, "a", 1, List.of(keyed("x", "k"))).places())
        .containsExactly(new Published(new Position(next.epoch(), 1), 0, true));
  }

  @Test
  void whatAnotherLogKnowsIsNotKnown() throws Exception {
    append(start, "a", 1, List.of(counted("x", "k", 0, 0)));
    RedisLog other = new RedisLog(connection.guard(), LogKeys.of("t", "/other"), TestCluster.QUICK);
    Position otherStart = get(other.join()).head();

    assertThat(get(other.append(otherStart, "a", 1, List.of(counted("x", "k", 0, 0)))).places())
        .containsExactly(new Published(new Position(otherStart.epoch(), 1), 1, false));
  }

  @Test
  void historyComesNewestFirstAcrossEpochs() throws Exception {
    append(start, "a", 1, "x", "y");
    Position next = read(at(3), start).head();
    append(next, "a", 3, "z");

    assertThat(get(log.before(new Position(next.epoch(), 2), 2)))
        .extracting(RedisLogTest::text)
        .containsExactly("1 a3 z", "2 a2 y");
    assertThat(get(log.before(at(2), 10))).extracting(RedisLogTest::text).containsExactly("1 a1 x");
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
                1 << 30,
                TestCluster.BOUND,
                TestCluster.BOUND,
                TestCluster.BOUND));
    for (int i = 0; i < 10; i++) {
      get(
          small.append(
              at(0),
              "a",
              1 + i * 100L,
              IntStream.range(0, 100).mapToObj(n -> plain("1")).toList()));
    }

    List<LogEntry> left = get(small.catchUp(start, start, 1_000, false)).entries();
    assertThat(left).hasSizeBetween(100, 250);
    assertThat(left.get(left.size() - 1).position()).isEqualTo(at(1_000));
  }

  @Test
  void theLogIsCappedInBytesAsWell() throws Exception {
    RedisLog light =
        new RedisLog(
            connection.guard(),
            keys,
            new LogLimits(
                TestCluster.BOUND,
                1,
                1,
                100_000,
                1 << 20,
                TestCluster.BOUND,
                TestCluster.BOUND,
                TestCluster.BOUND));
    String heavy = "x".repeat(4_000);
    for (int i = 0; i < 60; i++) {
      get(
          light.append(
              at(0),
              "a",
              1 + i * 50L,
              IntStream.range(0, 50).mapToObj(n -> plain(heavy)).toList()));
    }

    List<LogEntry> left = get(light.catchUp(start, start, 5_000, false)).entries();
    assertThat(left).hasSizeBetween(250, 500);
    assertThat(left.get(left.size() - 1).position()).isEqualTo(at(3_000));
  }

  /**
   * Invariant: what a predecessor of this Redis answered is not taken for written, though others
   * may have written past it by the time that anybody could see the hole.
   */
  @Test
  void anotherServerBeginsANewEpoch() throws Exception {
    append(start, "a", 1, "x");
    anotherServer();

    Appended answer = append(at(1), "a", 2, "y");
    assertThat(answer.written()).isFalse();
    assertThat(answer.epoch()).isGreaterThan(start.epoch());
    Position next = new Position(answer.epoch(), 0);
    assertThat(append(next, "a", 2, "y").written()).isTrue();

    anotherServer();
    Caught read = read(new Position(answer.epoch(), 1), start);
    assertThat(read.head().epoch()).isGreaterThan(answer.epoch());
    assertThat(read.entries()).extracting(RedisLogTest::text).containsExactly("1 a1 x", "1 a2 y");
    assertThat(read(read.head(), read.head()).head()).isEqualTo(read.head());
  }

  private static void anotherServer() {
    connection
        .guard()
        .await(
            "test",
            redis ->
                redis
                    .client()
                    .<String, String>getMap("t:{/n}:head", StringCodec.INSTANCE)
                    .fastPutAsync("server", "0000"));
  }

  @Test
  void aBatchIsOneFrameOnTheChannel() throws Exception {
    ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
    LogTopic topic = new LogTopic(connection.guard(), keys.channel(), frames::add);
    get(topic.subscribe());

    append(start, "a", 1, List.of(keyed("x", "k"), keyed("again", "k"), plain("y")));
    append(start, "b", 1, List.of(keyed("nothing", "k")));
    get(topic.probe());

    await().atMost(TestCluster.BOUND).until(() -> frames.size() == 2);
    assertThat(LogFrame.read(frames.remove()))
        .extracting(RedisLogTest::text)
        .containsExactly("1 a1 x", "2 a3 y");
    assertThat(LogFrame.read(frames.remove())).isEmpty();
    get(topic.unsubscribe());
  }

  private Position at(long offset) {
    return new Position(start.epoch(), offset);
  }

  /** What is answered to messages without a number. */
  private Appended written(long... offsets) {
    return written(
        LongStream.of(offsets)
            .mapToObj(o -> new Published(at(o), 0, false))
            .toArray(Published[]::new));
  }

  private Appended written(Published... places) {
    return new Appended(true, start.epoch(), List.of(places));
  }

  private Published placed(long offset, long number) {
    return new Published(at(offset), number, false);
  }

  private Published repeated(long offset, long number) {
    return new Published(at(offset), number, true);
  }

  private Appended append(Position known, String publisher, long first, String... messages)
      throws Exception {
    return append(known, publisher, first, Stream.of(messages).map(RedisLogTest::plain).toList());
  }

  private Appended append(Position known, String publisher, long first, List<Draft> batch)
      throws Exception {
    return get(log.append(known, publisher, first, batch));
  }

  private static Draft plain(String text) {
    return keyed(text, null);
  }

  private static Draft keyed(String text, String key) {
    return new Draft(text.getBytes(StandardCharsets.UTF_8), key, null, 0, 0);
  }

  /** A message that ends with room for its number. */
  private static Draft counted(String text, String key, long number, long seen) {
    return new Draft((text + "00000000").getBytes(StandardCharsets.UTF_8), key, "c", number, seen);
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
