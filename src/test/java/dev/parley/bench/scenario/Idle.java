package dev.parley.bench.scenario;

import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Transport;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.JvmMeter;
import dev.parley.bench.subject.KernelMeter;
import dev.parley.bench.subject.ProcessMeter;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import dev.parley.bench.subject.Usage;
import java.time.Duration;
import java.util.List;

/** Connections that do nothing but answer pings: the memory and CPU of each. */
final class Idle implements Scenario {
  private static final int WARM_UP = 500;
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final double KILO = 1_024;

  /** A ping interval and a little. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(27);

  private final int connections;

  Idle(int connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "idle-" + connections;
  }

  @Override
  public String title() {
    return connections
        + " clients in `/` by WebSocket, a user and a token each, over one ping interval; each round"
        + " in a new process, after 1 000 others came and went. Memory is what it grew by, after"
        + " collections where there is a JVM.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE, SubjectKind.LIBERTY);
  }

  @Override
  public boolean startsAnew() {
    return true;
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    // That is what is measured.
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    // Twice, so that what is made once, and code that is compiled late, is not counted.
    for (int round = 0; round < 2; round++) {
      GroupOrder others = clients(subject, "warm-up", Math.min(WARM_UP, connections));
      bench.fleet().open(others);
      Bench.settle(SETTLE);
      bench.drop(subject, "warm-up");
    }
    bench.fleet().sign(clients(subject, "idle", connections));
  }

  private static GroupOrder clients(Subject subject, String role, int count) {
    GroupOrder order = Bench.listeners(subject, role, count);
    return subject.kind().family() == Family.LIBERTY ? order.over(Transport.BARE) : order;
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    Bench.settle(SETTLE);
    Memory memoryBefore = Memory.of(subject);
    Usage before = bench.usage(subject);
    GroupOrder order = clients(subject, "idle", connections);
    DialResult result = bench.fleet().open(order);
    Bench.settle(SETTLE);
    bench.dials(sheet, subject, result, bench.usage(subject).since(before));
    Usage idleFrom = bench.usage(subject);
    Bench.settle(PING_INTERVAL);
    Usage idle = bench.usage(subject).since(idleFrom);
    sheet.add(kind, Measure.IDLE_CPU, idle.serverMicrosEach(connections) * 1e9 / idle.wallNanos());
    Memory memory = Memory.of(subject);
    sheet.add(kind, Measure.RSS_CONNECTION, each(memory.resident - memoryBefore.resident));
    sheet.add(kind, Measure.KERNEL_CONNECTION, each(memory.kernel - memoryBefore.kernel));
    if (kind.family() != Family.REFERENCE) {
      sheet.add(kind, Measure.HEAP_CONNECTION, each(memory.heap - memoryBefore.heap));
      sheet.add(kind, Measure.DIRECT_CONNECTION, each(memory.direct - memoryBefore.direct));
    }
    bench.drop(subject, "idle");
  }

  private double each(long bytes) {
    return bytes / KILO / connections;
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    // Nobody stayed.
  }

  /** Bytes, after collections. */
  private record Memory(long resident, long heap, long direct, long kernel) {
    static Memory of(Subject subject) {
      long heap = 0;
      long direct = 0;
      for (long pid : subject.serverPids()) {
        if (subject.kind().family() != Family.REFERENCE) {
          JvmMeter jvm = new JvmMeter(pid);
          // Asking is not free at the first time, and so not to be counted.
          jvm.directBytes();
          jvm.collect();
          heap += jvm.liveBytes();
          direct += jvm.directBytes();
        }
      }
      long resident = 0;
      for (long pid : subject.serverPids()) {
        resident += new ProcessMeter(pid).residentBytes();
      }
      return new Memory(resident, heap, direct, KernelMeter.bytes());
    }
  }
}
