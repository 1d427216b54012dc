package dev.parley.gateway.meter;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Writes to MicroProfile Metrics.
 *
 * <p>A look-up in the registry costs more than the measurement, so every meter is looked up once.
 */
final class MicroProfileMeters implements GatewayMeters {
  // Stands for "no tag" in the maps, which take no null.
  private static final String NONE = "";

  private final MetricRegistry registry;
  private final Map<GatewayMetric, Map<String, Counter>> counters =
      new EnumMap<>(GatewayMetric.class);
  private final Map<GatewayMetric, Map<String, Timer>> timers = new EnumMap<>(GatewayMetric.class);

  MicroProfileMeters(MetricRegistry registry) {
    this.registry = registry;
    for (GatewayMetric metric : GatewayMetric.values()) {
      switch (metric.kind()) {
        case COUNTER -> counters.put(metric, new ConcurrentHashMap<>());
        case TIMER -> timers.put(metric, new ConcurrentHashMap<>());
        case GAUGE -> {}
      }
    }
  }

  @Override
  public void count(GatewayMetric counter, String tagValue, long amount) {
    Map<String, Counter> known = counters.get(counter);
    Counter meter = known.get(tagValue);
    if (meter == null) {
      meter =
          known.computeIfAbsent(
              tagValue, value -> registry.counter(metadata(counter), tags(counter, value)));
    }
    meter.inc(amount);
  }

  @Override
  public void time(GatewayMetric timer, String tagValue, long nanos) {
    Map<String, Timer> known = timers.get(timer);
    String key = tagValue == null ? NONE : tagValue;
    Timer meter = known.get(key);
    if (meter == null) {
      meter =
          known.computeIfAbsent(key, value -> registry.timer(metadata(timer), tags(timer, value)));
    }
    meter.update(Duration.ofNanos(nanos));
  }

  @Override
  public void gauge(GatewayMetric gauge, LongSupplier value) {
    registry.gauge(metadata(gauge), value::getAsLong);
  }

  private static Tag[] tags(GatewayMetric metric, String value) {
    return metric.tag().map(tag -> new Tag[] {new Tag(tag, value)}).orElse(new Tag[0]);
  }

  private static Metadata metadata(GatewayMetric metric) {
    String name = metric.exportedName();
    boolean timer = metric.kind() == GatewayMetric.Kind.TIMER;
    // The exporter adds the unit of a timer to its name by itself.
    return Metadata.builder()
        .withName(timer ? name.substring(0, name.length() - "_seconds".length()) : name)
        .withDescription(metric.description())
        .withUnit(timer ? MetricUnits.SECONDS : MetricUnits.NONE)
        .build();
  }
}
