package dev.parley.bench;

import dev.parley.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the micro benchmarks, each in a JVM of its own, one after the other.
 *
 * <p>Prints a table and writes it to {@code docs/BENCHMARKS-MICRO.md}; Linux only; takes about two
 * minutes.
 */
public final class MicroBenchmarks {
  private static final int WARM_UPS = 10;
  private static final int MEASUREMENTS = 25;
  private static final TimeValue EACH = TimeValue.milliseconds(200);
  private static final String[] JVM_OPTIONS = {"-Xms512m", "-Xmx512m", "-Xbatch"};

  private MicroBenchmarks() {}

  /** Takes one argument, a regular expression of what to run, or none for everything. */
  public static void main(String[] arguments) throws IOException, RunnerException {
    String which = arguments.length == 0 ? "dev\\.parley\\..*Benchmark\\." : arguments[0];
    List<String> conditions = conditions();
    Collection<RunResult> results = new Runner(options(which)).run();
    String report = new MicroReport(results).markdown(conditions);
    if (arguments.length == 0) {
      Files.writeString(Project.root().resolve("docs/BENCHMARKS-MICRO.md"), report);
    }
    System.out.println(report);
  }

  private static Options options(String which) {
    return new OptionsBuilder()
        .include(which)
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.MICROSECONDS)
        .forks(1)
        .warmupIterations(WARM_UPS)
        .warmupTime(EACH)
        .measurementIterations(MEASUREMENTS)
        .measurementTime(EACH)
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuProfiler.class)
        .jvmArgsAppend(JVM_OPTIONS)
        .shouldFailOnError(true)
        .build();
  }

  private static List<String> conditions() throws IOException {
    return List.of(
        "Machine: "
            + Conditions.processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, Linux "
            + System.getProperty("os.version")
            + "; its load when the run began: "
            + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]
            + ".",
        "JDK: "
            + System.getProperty("java.vendor")
            + " "
            + System.getProperty("java.version")
            + ", "
            + String.join(" ", JVM_OPTIONS)
            + ".",
        "JMH: one fork, at first "
            + WarmUp.CALLS
            + " calls (a tenth of it for fan-out), then "
            + WARM_UPS
            + " warm-ups and "
            + MEASUREMENTS
            + " measurements of "
            + EACH
            + " each.",
        "CPU is that of the whole JVM, collector and compilers included. CPU and elapsed time are"
            + " medians.",
        "The chain's limits are always granted and its meters count in nothing; event lines are off.",
        "Fan-out: the event is encoded once, recovery is on, and each sink forgets the frame and"
            + " answers at once.");
  }
}
