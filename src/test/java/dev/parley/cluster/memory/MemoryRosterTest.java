package dev.parley.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.RosterContractTest;
import dev.parley.kernel.TimeSource;
import dev.parley.platform.timer.TimerWheel;
import dev.parley.testing.ManualTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryRosterTest extends RosterContractTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TimerWheel timer = new TimerWheel(TimeSource.system(), threads);

  @Override
  protected Roster roster() {
    timer.start(Thread::new);
    return new MemoryRoster(NODE, timer, TimeSource.system());
  }

  @AfterEach
  void stop() {
    timer.close();
    threads.shutdownNow();
  }

  @Test
  void whoComesAndGoesAtOnceIsNotTold() {
    ManualTimer clock = new ManualTimer();
    MemoryRoster roster = new MemoryRoster(NODE, clock, clock);
    roster.listen("/n", GRACE, this::tell);
    roster.put("/n", member("anna", "1"));
    roster.remove("/n", "anna", "1");

    clock.advance(GRACE.multipliedBy(2));

    assertThat(told).isEmpty();
  }

  /** Invariant: every going has a grace of its own. */
  @Test
  void anOldCheckDoesNotCutANewerGraceShort() {
    ManualTimer clock = new ManualTimer();
    MemoryRoster roster = new MemoryRoster(NODE, clock, clock);
    roster.listen("/n", GRACE, this::tell);
    roster.put("/n", member("anna", "1"));
    clock.advance(GRACE);
    roster.remove("/n", "anna", "1");
    clock.advance(GRACE.dividedBy(2));
    roster.put("/n", member("anna", "2"));
    roster.remove("/n", "anna", "2");

    clock.advance(GRACE.minusMillis(1));
    assertThat(told).containsExactly("+anna");
    clock.advance(GRACE);
    assertThat(told).containsExactly("+anna", "-anna");
  }

  /** Invariant: what is told of one user alternates and ends with the truth, whoever races. */
  @Test
  void racingSocketsAreToldInTurns() throws Exception {
    ManualTimer clock = new ManualTimer();
    MemoryRoster roster = new MemoryRoster(NODE, clock, clock);
    roster.listen("/n", GRACE, this::tell);
    List<Callable<Void>> work = new ArrayList<>();
    for (int socket = 0; socket < 8; socket++) {
      String id = "s" + socket;
      work.add(
          () -> {
            for (int round = 0; round < 300; round++) {
              roster.put("/n", member("anna", id));
              roster.remove("/n", "anna", id);
            }
            return null;
          });
    }
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
    clock.advance(GRACE.multipliedBy(2));
    assertThat(told).isEmpty();
    roster.put("/n", member("anna", "last"));
    clock.advance(GRACE);
    roster.remove("/n", "anna", "last");
    clock.advance(GRACE.multipliedBy(2));

    assertThat(told).containsExactly("+anna", "-anna");
    assertThat(roster.sockets("/n", "anna")).isZero();
  }
}
