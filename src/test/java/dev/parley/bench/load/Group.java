package dev.parley.bench.load;

import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Latencies;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * This process's members of a group.
 *
 * <p>{@link #open}, {@link #storm}, {@link #close} and {@link #stall} are for other threads, one at
 * a time; the rest is for its loop's.
 */
final class Group implements Client.Home {
  private static final Duration DIAL_BOUND = Duration.ofMinutes(3);
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final int FAILURES_TOLD = 5;

  private final GroupOrder order;
  private final Share share;
  private final EventLoop loop;
  private final TokenBook tokens;
  private final Packets packets;
  private final Client[] members;
  private Dialling dialling;
  private Ledger ledger;
  private AckBook acks;
  private final AtomicLong dropped = new AtomicLong();

  Group(GroupOrder order, Share share, EventLoop loop, TokenBook tokens) {
    this.order = order;
    this.share = share;
    this.loop = loop;
    this.tokens = tokens;
    this.packets = new Packets(order.namespace());
    this.members = new Client[share.of(order.count())];
  }

  GroupOrder order() {
    return order;
  }

  EventLoop loop() {
    return loop;
  }

  /** How many of the group's members are of this process. */
  int size() {
    return members.length;
  }

  /** Signs the tokens of its members; may take a while. */
  void sign() {
    tokens.sign(IntStream.range(0, members.length).mapToObj(this::userOf).distinct().toList());
  }

  private String userOf(int place) {
    return order.user(share.member(place) / order.devices());
  }

  /** Connects all of them, and waits until they are ready; a failure ends it. */
  DialResult open() {
    return dial(new Dialling(order.perSecond(), false));
  }

  /** Cuts all of them off, and lets all come back, so many beginning each second. */
  DialResult storm(double perSecond) {
    loop.call(
        () -> {
          for (Client member : members) {
            member.abort();
          }
          return null;
        });
    return dial(new Dialling(perSecond, true));
  }

  private DialResult dial(Dialling next) {
    sign();
    loop.execute(
        () -> {
          dialling = next;
          next.begin();
        });
    return next.result.orTimeout(DIAL_BOUND.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  void stall() {
    loop.call(
        () -> {
          for (Client member : members) {
            member.stall();
          }
          return null;
        });
  }

  /** All leave; gives how many the server had ended. */
  long close() {
    return loop.call(
        () -> {
          for (Client member : members) {
            if (member != null) {
              member.leave();
            }
          }
          return dropped.get();
        });
  }

  /** Counts what arrives, from now on; null for nothing. */
  void count(Ledger deliveries, AckBook answers) {
    this.ledger = deliveries;
    this.acks = answers;
  }

  /** The member of a place among those of this process. */
  Client member(int place) {
    return members[place];
  }

  /** Members whom the server ended so far; from any thread. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void ready(Client client) {
    dialling.ready(client);
  }

  @Override
  public void ended(Client client, String why) {
    if (dialling.isOver()) {
      if (dropped.incrementAndGet() <= FAILURES_TOLD) {
        System.err.println(order.group() + ' ' + client.index() + " was dropped: " + why);
      }
    } else {
      dialling.failed(client, why);
    }
  }

  @Override
  public void delivered(Client client, ByteBuffer payload) {
    if (ledger != null) {
      ledger.delivered(client.index(), payload, System.nanoTime());
    }
  }

  @Override
  public void acked(Client client, long id, boolean good) {
    if (acks != null) {
      acks.acked(MessageTemplate.numberOf(id), good, System.nanoTime());
    }
  }

  @Override
  public void complained(Client client, String what) {
    if (acks != null) {
      acks.complained(what);
    }
  }

  /** All members on their way in. */
  private final class Dialling {
    private final CompletableFuture<DialResult> result = new CompletableFuture<>();
    private final double perSecond;
    private final boolean stubborn;
    private final Latencies latencies = new Latencies();
    private Schedule schedule;
    private long begun;
    private int next;
    private int ready;
    private int failed;

    /**
     * Prepares it.
     *
     * @param perSecond how many begin each second; 0 for as the window lets them
     * @param stubborn whether one that fails tries again, within a second
     */
    Dialling(double perSecond, boolean stubborn) {
      this.perSecond = perSecond;
      this.stubborn = stubborn;
    }

    boolean isOver() {
      return result.isDone();
    }

    void begin() {
      begun = System.nanoTime();
      if (members.length == 0) {
        finish();
      } else if (perSecond > 0) {
        schedule = new Schedule(begun, perSecond / share.parts());
        onSchedule();
      } else {
        byWindow();
      }
    }

    private void onSchedule() {
      while (next < members.length && schedule.due(next) <= System.nanoTime()) {
        dial(next, schedule.due(next));
        next++;
      }
      if (next < members.length) {
        loop.at(schedule.due(next), this::onSchedule);
      }
    }

    private void byWindow() {
      while (next < members.length && next - ready < order.window() && !isOver()) {
        dial(next++, System.nanoTime());
      }
    }

    private void dial(int place, long due) {
      Client client =
          new Client(
              loop, share.member(place), order, packets, tokens.of(userOf(place)), Group.this);
      members[place] = client;
      client.dial(due);
    }

    void ready(Client client) {
      ready++;
      latencies.record(System.nanoTime() - client.begunNanos());
      if (ready == members.length) {
        finish();
      } else if (perSecond == 0) {
        byWindow();
      }
    }

    private void finish() {
      result.complete(new DialResult(ready, failed, System.nanoTime() - begun, latencies));
    }

    void failed(Client client, String why) {
      failed++;
      if (client.wasReady()) {
        ready--;
      }
      if (!stubborn) {
        result.completeExceptionally(
            new IllegalStateException(
                order.group() + ' ' + client.index() + " cannot connect: " + why));
        return;
      }
      // It waits from its first attempt on: that is what its user sees.
      int place = share.place(client.index());
      long wait = ThreadLocalRandom.current().nextLong(RETRY_NANOS);
      loop.at(System.nanoTime() + wait, () -> dial(place, client.begunNanos()));
    }
  }
}
