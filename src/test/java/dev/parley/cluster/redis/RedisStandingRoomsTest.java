package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.StandingRooms;
import dev.parley.cluster.memory.MemoryStandingRooms;
import dev.parley.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisStandingRoomsTest {
  private static final String NAMESPACE = "/n";

  private final TestCluster cluster = new TestCluster(RedisServer.start("standing-rooms"));
  private final StandingRooms one = rooms(cluster.connected());
  private final StandingRooms other = rooms(cluster.connected());

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

    assertThat(other.of(NAMESPACE, "anna", late -> {})).containsExactly("r");
    assertThat(other.of(NAMESPACE, "berta")).isEmpty();
  }

  /** Else the socket that asked would be in none of them for as long as it lives. */
  @Test
  void whatRedisDidNotSayInTimeIsToldWhenItIsBack() {
    add(one, "anna", "r");
    ConcurrentLinkedQueue<Set<String>> told = new ConcurrentLinkedQueue<>();
    cluster.redis.hang();
    try {
      assertThat(other.of(NAMESPACE, "anna", told::add)).isEmpty();
    } finally {
      cluster.redis.resume();
    }

    await().atMost(TestCluster.BOUND).until(() -> !told.isEmpty());
    assertThat(told).containsExactly(Set.of("r"));
  }

  @Test
  void whatIsAddedWhileRedisIsAwayIsKnownElsewhereWhenItIsBack() {
    cluster.redis.hang();
    try {
      assertThatThrownBy(() -> add(one, "anna", "r"))
          .hasCauseInstanceOf(RedisUnavailableException.class);
      assertThat(one.of(NAMESPACE, "anna")).containsExactly("r");
    } finally {
      cluster.redis.resume();
    }

    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(() -> assertThat(other.of(NAMESPACE, "anna")).containsExactly("r"));
  }

  /** More than go at once, so that some wait for the ones before. */
  @Test
  void manyWhoCameMeanwhileAreAllTold() throws Exception {
    int users = 200;
    Semaphore told = new Semaphore(0);
    for (int user = 0; user < users; user++) {
      add(one, "user-" + user, "r");
    }
    cluster.redis.hang();
    try {
      List<Future<?>> asked = new ArrayList<>();
      for (int user = 0; user < users; user++) {
        String name = "user-" + user;
        asked.add(
            cluster.threads.submit(
                () -> other.of(NAMESPACE, name, rooms -> told.release(rooms.size()))));
      }
      for (Future<?> one : asked) {
        one.get();
      }
    } finally {
      cluster.redis.resume();
    }

    await().atMost(TestCluster.BOUND).until(() -> told.availablePermits() == users);
  }
}
