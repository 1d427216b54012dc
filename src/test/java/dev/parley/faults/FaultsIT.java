package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ClusterHarness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever one fault happens, what was acked reaches every member once and in order.
 *
 * <p>Plays all scenarios of a cluster one after the other on it. Properties: {@code
 * parley.faults.form} ({@code stress} for the long one), {@code parley.faults.repeats}, {@code
 * parley.faults.seed}, {@code parley.faults.only} (an expression for scenarios' names), {@code
 * parley.faults.write} (writes the table).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final Logger LOG = Logger.getLogger(FaultsIT.class.getName());

  private final Form form = Form.chosen();
  private final Random seeds = new Random(Long.getLong("parley.faults.seed", System.nanoTime()));
  private final List<RunResult> results = Collections.synchronizedList(new ArrayList<>());
  private FaultCluster kind;
  private ClusterHarness cluster;
  private Leaks leaks;

  private void use(FaultCluster wanted) {
    if (wanted == kind) {
      return;
    }
    end();
    cluster = wanted.start();
    kind = wanted;
    leaks = new Leaks(cluster);
  }

  private void end() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
      kind = null;
    }
  }

  @AfterAll
  void stop() {
    end();
    if (Boolean.getBoolean("parley.faults.write") && !results.isEmpty()) {
      new FaultTable(form, results).write();
    }
  }

  @ParameterizedTest
  @MethodSource("wanted")
  // Everything in it has a bound; twenty repeats of the longest take this long.
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void whatWasAckedReachesEveryMemberOnceAndInOrder(Scenario scenario) {
    use(scenario.cluster(form));
    List<RunResult> ofThis = new ArrayList<>();
    for (int repeat = 0; repeat < form.repeats(); repeat++) {
      Stage.mend(cluster);
      RunResult result = new FaultRun(cluster, form, leaks).play(scenario, seeds.nextLong());
      LOG.info(result::toString);
      ofThis.add(result);
      results.add(result);
    }
    assertThat(ofThis).allMatch(RunResult::isClean);
  }

  private static List<Scenario> wanted() {
    String names = System.getProperty("parley.faults.only", ".*");
    return Stream.of(Scenario.values()).filter(one -> one.name().matches(names)).toList();
  }
}
