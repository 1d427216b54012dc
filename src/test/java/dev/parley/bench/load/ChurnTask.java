package dev.parley.bench.load;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Latencies;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that connect and leave at once: so many on their way in at a time, or each second. */
final class ChurnTask implements Client.Home {
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final int TOLD = 5;

  private final GroupOrder order;
  private final Share share;
  private final EventLoop loop;
  private final TokenBook tokens;
  private final Packets packets;
  private final long millis;
  private final Set<Client> underWay = new HashSet<>();
  private final Latencies latencies = new Latencies();
  private final CompletableFuture<DialResult> result = new CompletableFuture<>();
  private Schedule schedule;
  private long begun;
  private int next;
  private long ready;
  private long failed;

  ChurnTask(ChurnOrder churn, Share share, EventLoop loop, TokenBook tokens) {
    this.order = churn.group();
    this.share = share;
    this.loop = loop;
    this.tokens = tokens;
    this.packets = new Packets(order.namespace());
    this.millis = churn.millis();
  }

  /** Does it, and waits until the last one was ready. */
  DialResult perform() {
    tokens.sign(
        IntStream.range(0, share.of(order.count())).mapToObj(this::userOf).distinct().toList());
    loop.execute(
        () -> {
          begun = System.nanoTime();
          if (order.perSecond() > 0) {
            schedule = new Schedule(begun, order.perSecond() / share.parts());
            onSchedule();
          } else {
            fill();
          }
        });
    return result.orTimeout(millis + BOUND.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private String userOf(int place) {
    return order.user(share.member(place) / order.devices());
  }

  private void fill() {
    boolean on = System.nanoTime() - begun < millis * 1_000_000;
    int window = Math.max(1, order.window() / share.parts());
    while (on && underWay.size() < window) {
      dial(System.nanoTime());
    }
    finishWhenOver(on);
  }

  private void onSchedule() {
    long due = schedule.due(next);
    boolean on = due - begun < millis * 1_000_000;
    if (on) {
      dial(due);
      loop.at(schedule.due(next), this::onSchedule);
    }
    finishWhenOver(on);
  }

  private void dial(long due) {
    int place = next++ % share.of(order.count());
    Client client =
        new Client(loop, share.member(place), order, packets, tokens.of(userOf(place)), this);
    underWay.add(client);
    client.dial(due);
  }

  private void finishWhenOver(boolean on) {
    if (!on && underWay.isEmpty()) {
      result.complete(new DialResult(ready, failed, System.nanoTime() - begun, latencies));
    }
  }

  private void next() {
    if (schedule == null) {
      fill();
    } else {
      // By the schedule, not by the clock: what was due is still dialled after a pause.
      finishWhenOver(schedule.due(next) - begun < millis * 1_000_000);
    }
  }

  @Override
  public void ready(Client client) {
    ready++;
    latencies.record(System.nanoTime() - client.begunNanos());
    underWay.remove(client);
    client.leave();
    loop.execute(this::next);
  }

  @Override
  public void ended(Client client, String why) {
    if (failed++ < TOLD) {
      System.err.println("churn: " + why);
    }
    underWay.remove(client);
    loop.execute(this::next);
  }

  @Override
  public void delivered(Client client, ByteBuffer payload) {
    // Nobody sends to those who come and go.
  }

  @Override
  public void acked(Client client, long id, boolean good) {
    // They send nothing.
  }

  @Override
  public void complained(Client client, String what) {
    System.err.println("churn: " + what);
  }
}
