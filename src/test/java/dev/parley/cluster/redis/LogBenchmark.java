package dev.parley.cluster.redis;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import dev.parley.platform.timer.TimerWheel;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;

/**
 * What a message costs on its way through the log: three nodes of one JVM over a real Redis.
 *
 * <p>Arguments: messages a second over all nodes (1000), seconds (20), bytes a message (200). Run
 * by hand; prints latencies from publish to the delivery at the two other nodes and to the answer,
 * and what Redis spent.
 */
public final class LogBenchmark {
  private static final int NODES = 3;
  private static final String LOG = "/n";
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Queue<Long> delivery = new ConcurrentLinkedQueue<>();
  private final Queue<Long> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger alone = new AtomicInteger();
  private volatile boolean measuring;

  private LogBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    List<Integer> numbers = Arrays.stream(arguments).map(Integer::valueOf).toList();
    new LogBenchmark()
        .run(
            numbers.size() > 0 ? numbers.get(0) : 1_000,
            numbers.size() > 1 ? numbers.get(1) : 20,
            numbers.size() > 2 ? numbers.get(2) : 200);
  }

  private void run(int perSecond, int seconds, int bytes) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    TimeSource time = TimeSource.system();
    try (RedisServer redis = RedisServer.start("log-benchmark");
        TimerWheel timer = new TimerWheel(time, threads)) {
      timer.start(Thread::new);
      List<RedisCluster> connections = new ArrayList<>();
      List<RedisBroker> brokers = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        RedisCluster connection =
            RedisCluster.connect(
                new RedisSettings(redis.url(), "", Duration.ofMillis(400), "b"),
                threads,
                timer,
                time);
        RedisBroker broker = connection.broker(List.of(LOG));
        int self = i;
        broker.subscribe(logged -> received(self, logged));
        connections.add(connection);
        brokers.add(broker);
      }
      while (!brokers.stream().allMatch(RedisBroker::isJoined)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      String filler = "x".repeat(bytes);
      send(brokers, perSecond, Math.toIntExact(WARM_UP.toSeconds()), filler);
      measuring = true;
      double before = cpuSeconds(connections.get(0));
      int sent = send(brokers, perSecond, seconds, filler);
      for (RedisBroker broker : brokers) {
        broker.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
      }
      double cpu = cpuSeconds(connections.get(0)) - before;
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      report(sent, seconds, cpu);
      brokers.forEach(RedisBroker::close);
      connections.forEach(RedisCluster::close);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The arguments say who sent it, and when; nodes of one JVM have one clock. */
  private void received(int self, LoggedMessage logged) {
    String[] fields = ((RoomEvent) logged.message()).arguments().split(" ", 3);
    if (measuring && Integer.parseInt(fields[0]) != self) {
      delivery.add(System.nanoTime() - Long.parseLong(fields[1]));
      delivered.incrementAndGet();
    }
  }

  private int send(List<RedisBroker> brokers, int perSecond, int seconds, String filler) {
    int count = perSecond * seconds;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int node = i % NODES;
      long now = System.nanoTime();
      String arguments = node + " " + now + " " + filler;
      brokers
          .get(node)
          .publish(new RoomEvent(LOG, "r", "e", arguments, List.of(), Delivery.ORDERED, null, null))
          .thenAccept(
              published -> {
                if (measuring) {
                  answers.add(System.nanoTime() - now);
                  alone.addAndGet(published.position().offset() == 0 ? 1 : 0);
                }
              });
    }
    return count;
  }

  private void report(int sent, int seconds, double cpu) {
    System.out.printf(
        "%d messages in %d s, %d deliveries at other nodes, %d delivered alone%n",
        sent, seconds, delivered.get(), alone.get());
    print("publish to delivery at another node", delivery);
    print("publish to answer", answers);
    System.out.printf(
        "Redis: %.1f microseconds CPU a message, %.1f %% of a core%n",
        cpu * 1e6 / sent, 100 * cpu / seconds);
  }

  private static void print(String what, Queue<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%s: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n",
        what, millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 0.999), millis(sorted, 1));
  }

  private static double millis(long[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
  }

  private static double cpuSeconds(RedisCluster connection) {
    return connection
        .guard()
        .await(
            "info",
            redis ->
                redis
                    .client()
                    .getRedisNodes(RedisNodes.SINGLE)
                    .getInstance()
                    .infoAsync(RedisNode.InfoSection.CPU))
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().matches("used_cpu_(user|sys)"))
        .mapToDouble(entry -> Double.parseDouble(entry.getValue()))
        .sum();
  }
}
