package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.NodeLeases.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The leases in Redis; every call goes through the guard and fails as it does. */
final class LeaseStore {
  private static final int FIXED_FIELDS = 4;
  private static final int LEASE_FIELDS = 4;

  private final RedisGuard guard;
  private final LeaseTimes times;
  private final List<Object> keys;

  LeaseStore(RedisGuard guard, String prefix, LeaseTimes times) {
    this.guard = guard;
    this.times = times;
    String base = prefix + ":{nodes}:";
    this.keys = List.of(base + "leases", base + "info", base + "ended", base + "cleanups");
  }

  /** Renews; the answer is empty when the lease was taken away. */
  CompletionStage<Optional<Beat>> renew(String incarnation, String info) {
    Object[] arguments = {
      bytes(incarnation),
      bytes(times.life().toMillis()),
      bytes(info),
      bytes(times.memory().toMillis())
    };
    return guard
        // A node that is starved, and finds Redis slow, must not lose its lease by its own breaker.
        .insist("lease", redis -> LuaScript.LEASE.list(redis, keys, arguments))
        .thenApply(LeaseStore::beat);
  }

  /** Asks for the cleaning up after an incarnation; empty when it is not ours. May block. */
  Optional<End> claim(String me, String ended) {
    String how =
        guard.await("reap", redis -> LuaScript.REAP.text(redis, keys, step("claim", me, ended)));
    return how.isEmpty()
        ? Optional.empty()
        : Optional.of(End.valueOf(how.toUpperCase(Locale.ROOT)));
  }

  /** Closes the cleaning up. May block. */
  void done(String me, String ended) {
    guard.await("reap", redis -> LuaScript.REAP.text(redis, keys, step("done", me, ended)));
  }

  CompletionStage<String> release(String me) {
    return guard.insist("reap", redis -> LuaScript.REAP.text(redis, keys, step("release", me, "")));
  }

  private Object[] step(String step, String me, String ended) {
    return new Object[] {bytes(step), bytes(me), bytes(ended), bytes(times.memory().toMillis())};
  }

  private static Optional<Beat> beat(List<Object> answer) {
    if ((Long) answer.get(0) == 0) {
      return Optional.empty();
    }
    int end = FIXED_FIELDS + LEASE_FIELDS * Math.toIntExact((Long) answer.get(3));
    List<Lease> leases = new ArrayList<>();
    for (int i = FIXED_FIELDS; i < end; i += LEASE_FIELDS) {
      leases.add(
          new Lease(
              text(answer.get(i)),
              (Long) answer.get(i + 1),
              (Long) answer.get(i + 2) == 1,
              text(answer.get(i + 3))));
    }
    List<Cleanup> cleanups = new ArrayList<>();
    for (int i = end; i < answer.size(); i += 2) {
      String[] record = text(answer.get(i + 1)).split(" ", 2);
      cleanups.add(new Cleanup(text(answer.get(i)), record[1]));
    }
    return Optional.of(new Beat((Long) answer.get(1) == 1, text(answer.get(2)), leases, cleanups));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /**
   * What a renewal saw.
   *
   * @param isNew whether there was no lease to renew
   * @param server which Redis it was; another one after a restart, or when a replica took over
   */
  record Beat(boolean isNew, String server, List<Lease> leases, List<Cleanup> cleanups) {}

  /** An incarnation that somebody cleans up after, or nobody. */
  record Cleanup(String incarnation, String reaper) {}
}
