package dev.parley.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.redis.ClusterCount;
import dev.parley.cluster.wiring.ClusterMetric;
import dev.parley.gateway.meter.GatewayMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/METRICS.md} says what the gateway's rows and the meters below it say. */
class MetricsDocsTest {
  private static final Path BELOW_THE_GATEWAY =
      Path.of("src", "main", "java", "dev", "parley", "platform", "metrics");
  // A meter's name and, as the next argument, its description.
  private static final Pattern METER =
      Pattern.compile("\"((?:engine|node|timers?)_[a-z_]+)\",\\s*\"([^\"]+)\"");

  @Test
  void theDocumentSaysWhatTheRowsSay() throws IOException {
    GeneratedDoc.check("METRICS.md", MetricsDocsTest.class, render());
  }

  @Test
  void namesFollowTheirKind() {
    for (GatewayMetric metric : GatewayMetric.values()) {
      String name = metric.exportedName();
      switch (metric.kind()) {
        case COUNTER -> assertThat(name).endsWith("_total");
        case TIMER -> assertThat(name).endsWith("_seconds");
        case GAUGE -> assertThat(name).doesNotEndWith("_total");
      }
    }
    for (ClusterMetric metric : ClusterMetric.values()) {
      String name = metric.exportedName();
      switch (metric.kind()) {
        case COUNTER -> assertThat(name).endsWith("_total");
        case TIMER -> assertThat(name).endsWith("_seconds");
        case GAUGE -> assertThat(name).doesNotEndWith("_total");
      }
    }
    assertThat(Arrays.stream(ClusterCount.values()).map(what -> ClusterMetric.valueOf(what.name())))
        .allMatch(metric -> metric.kind() == ClusterMetric.Kind.COUNTER);
    assertThat(Arrays.stream(GatewayMetric.values()).map(GatewayMetric::exportedName))
        .doesNotHaveDuplicates();
  }

  private static String render() {
    StringBuilder text = new StringBuilder();
    text.append("# Metrics\n\n").append(GeneratedDoc.origin(MetricsDocsTest.class));
    text.append(
        """

        At `/metrics`, in Prometheus text, with `mp_scope="application"` on each. A timer prints `_count`,
        `_sum` and `_max` (a gauge of its own) beside its quantiles, in seconds. Tags take their values from
        tables of the code, so their number is bounded whatever clients send.

        ## Sockets and events

        | name | kind | tag | meaning |
        |---|---|---|---|
        """);
    for (GatewayMetric metric : GatewayMetric.values()) {
      text.append("| `")
          .append(metric.exportedName())
          .append("` | ")
          .append(metric.kind().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(metric.tag().map(tag -> "`" + tag + "`").orElse(""))
          .append(" | ")
          .append(GeneratedDoc.cell(metric.description()))
          .append(" |\n");
    }
    text.append("\n## Redis and the cluster\n\nWhere Redis is configured.\n\n");
    text.append("| name | kind | tags | meaning |\n|---|---|---|---|\n");
    for (ClusterMetric metric : ClusterMetric.values()) {
      text.append("| `").append(metric.exportedName()).append("` | ");
      text.append(metric.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
      text.append(
          metric.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")));
      text.append(" | ").append(GeneratedDoc.cell(metric.description())).append(" |\n");
    }
    text.append("\n## Connections and timers\n\n| name | meaning |\n|---|---|\n");
    below()
        .forEach(
            (name, meaning) ->
                text.append("| `").append(name).append("` | ").append(meaning).append(" |\n"));
    return text.toString();
  }

  /** Read from the sources: these meters are made where they are counted, not in a table. */
  private static SortedMap<String, String> below() {
    SortedMap<String, String> meters = new TreeMap<>();
    try (Stream<Path> files = Files.list(BELOW_THE_GATEWAY)) {
      for (Path file : files.toList()) {
        Matcher matcher = METER.matcher(Files.readString(file));
        while (matcher.find()) {
          meters.put(matcher.group(1), GeneratedDoc.cell(matcher.group(2)));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    assertThat(meters).isNotEmpty();
    return meters;
  }
}
