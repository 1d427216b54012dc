package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Places;
import dev.parley.cluster.api.PlacesContractTest;
import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** {@code places.lua}, by what nodes make of it. */
class RedisPlacesTest extends PlacesContractTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-places"));
  private final RedisCluster connection = cluster.connected();
  private final ManualTimer timer = new ManualTimer();

  @Override
  protected Places places() {
    return places(new FixedLeases());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void nodesCountTogether() {
    Places one = places(living());
    Places two = places(living());
    assertThat(one.take("user", "anna", 3)).isTrue();
    assertThat(two.take("user", "anna", 3)).isTrue();
    assertThat(one.take("user", "anna", 3)).isTrue();

    assertThat(two.take("user", "anna", 3)).isFalse();
    one.give("user", "anna");

    await().until(() -> two.take("user", "anna", 3));
    assertThat(one.take("user", "anna", 3)).isFalse();
  }

  @Test
  void whatADeadNodeHeldIsFreeOnceItIsNotAmongTheLiving() {
    FixedLeases dead = new FixedLeases();
    FixedLeases mine = new FixedLeases();
    Places one = places(mine);
    assertThat(places(dead).take("user", "anna", 1)).isTrue();
    age(dead.incarnation(), Duration.ofMinutes(1));
    mine.live = Set.of(mine.incarnation(), dead.incarnation());
    assertThat(one.take("user", "anna", 1)).isFalse();

    mine.live = Set.of(mine.incarnation());

    assertThat(one.take("user", "anna", 1)).isTrue();
  }

  /** Invariant: who does not know who lives takes nobody's place away. */
  @Test
  void anOldListOfTheLivingFreesNothing() {
    FixedLeases other = new FixedLeases();
    FixedLeases mine = new FixedLeases();
    assertThat(places(other).take("user", "anna", 1)).isTrue();
    age(other.incarnation(), Duration.ofMinutes(1));
    mine.live = Set.of(mine.incarnation());
    mine.current = false;

    assertThat(places(mine).take("user", "anna", 1)).isFalse();
  }

  @Test
  void withoutRedisEachNodeCountsAloneAndSaysSoWhenItIsBack() {
    Places one = places(living());
    Places two = places(living());
    cluster.redis.hang();
    try {
      long start = System.nanoTime();
      assertThat(one.take("user", "anna", 2)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
      assertThat(one.take("user", "anna", 2)).isTrue();
      assertThat(one.take("user", "anna", 2)).isFalse();
    } finally {
      cluster.redis.resume();
    }
    await().until(connection::isConnected);

    await()
        .until(
            () -> {
              timer.advance(Duration.ofSeconds(10));
              boolean refused = !two.take("user", "anna", 2);
              if (!refused) {
                two.give("user", "anna");
              }
              return refused;
            });
  }

  @Test
  void nothingIsKeptHereOfASubjectWithoutPlaces() {
    RedisPlaces one = places(living());
    for (int i = 0; i < 10; i++) {
      one.take("user", "user" + i, 1);
      one.give("user", "user" + i);
    }

    await().untilAsserted(() -> assertThat(one.subjects()).isZero());
  }

  private void age(String incarnation, Duration age) {
    long then = System.currentTimeMillis() - age.toMillis();
    connection
        .guard()
        .await(
            "test",
            redis ->
                redis
                    .client()
                    .<String, String>getMap("t:places:{user:anna}", StringCodec.INSTANCE)
                    .fastPutAsync(incarnation, "1 1 " + then));
  }

  private static FixedLeases living() {
    FixedLeases leases = new FixedLeases();
    leases.current = false;
    return leases;
  }

  private RedisPlaces places(FixedLeases leases) {
    return cluster.closing(new RedisPlaces(connection.guard(), "t", leases, timer, timer));
  }
}
