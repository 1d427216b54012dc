package dev.parley.bench.subject;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time, user and system, of all who take part.
 *
 * @param wallNanos {@link System#nanoTime} when it was read, or the time between two readings
 * @param servers the subject's processes
 * @param redis its store
 * @param nginx its front, master and workers
 * @param load the load generator
 */
public record Usage(
    long wallNanos, Duration servers, Duration redis, Duration nginx, Duration load) {
  /** Reads it now. */
  public static Usage read(Subject subject, Collection<Long> loadPids) {
    return new Usage(
        System.nanoTime(),
        cpu(subject.serverPids()),
        cpu(subject.redis().stream().map(redis -> redis.pid()).toList()),
        cpu(subject.front().stream().flatMap(front -> family(front.pid())).toList()),
        cpu(loadPids));
  }

  private static Stream<Long> family(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(master -> Stream.concat(Stream.of(master), master.children()))
        .map(ProcessHandle::pid);
  }

  private static Duration cpu(Collection<Long> pids) {
    return List.copyOf(pids).stream()
        .map(pid -> new ProcessMeter(pid).cpu())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What was used between an earlier reading and this one. */
  public Usage since(Usage earlier) {
    return new Usage(
        wallNanos - earlier.wallNanos,
        servers.minus(earlier.servers),
        redis.minus(earlier.redis),
        nginx.minus(earlier.nginx),
        load.minus(earlier.load));
  }

  /** Cores that were busy on average, for a time of this. */
  public double cores(Duration cpu) {
    return (double) cpu.toNanos() / wallNanos;
  }

  /** Microseconds of the servers' time for each of so many. */
  public double serverMicrosEach(long count) {
    return count == 0 ? Double.NaN : servers.toNanos() / 1e3 / count;
  }
}
