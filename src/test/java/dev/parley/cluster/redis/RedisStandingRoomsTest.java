package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.StandingRooms;
import dev.parley.cluster.memory.MemoryStandingRooms;
import dev.parley.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisStandingRoomsTest {
  private static final String NAMESPACE = "/n";

  private final TestCluster cluster = new TestCluster(RedisServer.start("standing-rooms"));
  private final StandingRooms one = rooms(cluster.connected());
  private final StandingRooms other = rooms(cluster.connected());
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void listen() {
    other.onLate((namespace, userId, rooms) -> told.add(namespace + ' ' + userId + ' ' + rooms));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static StandingRooms rooms(RedisCluster node) {
    return node.standingRooms(new MemoryStandingRooms());
  }

  private static void add(StandingRooms rooms, String userId, String room) {
    rooms.add(NAMESPACE, userId, room).toCompletableFuture().join();
  }

  @Test
  void aRoomIsKnownAtOtherNodes() {
    add(one, "anna", "r");

    assertThat(other.ofComing(NAMESPACE, "anna")).containsExactly("r");
    assertThat(other.of(NAMESPACE, "berta")).isEmpty();
    assertThat(told).isEmpty();
  }

  /** Else the socket that asked would be in none of them for as long as it lives. */
  @Test
  void whatRedisDidNotSayInTimeIsToldWhenItIsBack() {
    add(one, "anna", "r");
    cluster.redis.hang();
    try {
      assertThat(other.ofComing(NAMESPACE, "anna")).isEmpty();
      assertThat(other.ofComing(NAMESPACE, "anna")).isEmpty();
      assertThat(other.of(NAMESPACE, "berta")).isEmpty();
    } finally {
      cluster.redis.resume();
    }

    await().atMost(TestCluster.BOUND).until(() -> !told.isEmpty());
    add(other, "last", "r");
    assertThat(told).containsExactly("/n anna [r]");
  }

  @Test
  void whatIsAddedWhileRedisIsAwayIsKnownElsewhereWhenItIsBack() {
    cluster.redis.hang();
    try {
      // What is sent while Redis hangs it does afterwards; an open breaker sends nothing.
      await()
          .atMost(TestCluster.BOUND)
          .until(
              () -> {
                long asked = System.nanoTime();
                other.of(NAMESPACE, "anna");
                return System.nanoTime() - asked < TestCluster.TIMEOUT.toNanos() / 2;
              });
      assertThatThrownBy(() -> add(other, "anna", "r"))
          .hasCauseInstanceOf(RedisUnavailableException.class);
      assertThat(other.of(NAMESPACE, "anna")).containsExactly("r");
    } finally {
      cluster.redis.resume();
    }

    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(() -> assertThat(one.of(NAMESPACE, "anna")).containsExactly("r"));
    await().atMost(TestCluster.BOUND).until(() -> told.contains("/n anna [r]"));
  }

  /** More than go at once, so that some wait for the ones before. */
  @Test
  void manyWhoCameMeanwhileAreAllTold() throws Exception {
    int users = 200;
    for (int user = 0; user < users; user++) {
      add(one, "user-" + user, "r");
    }
    cluster.redis.hang();
    try {
      List<Future<?>> asked = new ArrayList<>();
      for (int user = 0; user < users; user++) {
        String name = "user-" + user;
        asked.add(cluster.threads.submit(() -> other.ofComing(NAMESPACE, name)));
      }
      for (Future<?> each : asked) {
        each.get();
      }
    } finally {
      cluster.redis.resume();
    }

    await().atMost(TestCluster.BOUND).until(() -> told.size() == users);
    assertThat(told).doesNotHaveDuplicates();
  }
}
