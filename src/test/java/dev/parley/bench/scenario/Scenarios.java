package dev.parley.bench.scenario;

import dev.parley.bench.BenchSettings;
import dev.parley.bench.order.Transport;
import java.util.ArrayList;
import java.util.List;

/** All scenarios of the gate, those that share their subjects one after the other. */
public final class Scenarios {
  private static final int STORM = 2;

  private Scenarios() {}

  /** All of them, in the sizes that are configured. */
  public static List<Scenario> all(BenchSettings settings) {
    List<Scenario> all = new ArrayList<>();
    settings.idle().forEach(count -> all.add(new Idle(count)));
    settings.receivers().forEach(count -> all.add(new FanOut(count, settings.deliveries())));
    settings.rates().forEach(rate -> all.add(new DirectMessages(rate, false)));
    all.add(new Rooms(settings.rooms()));
    all.add(new Churn(Transport.WEBSOCKET));
    all.add(new Churn(Transport.UPGRADE));
    all.add(new Flood(settings.flood()));
    all.add(new SlowReaders(settings.crowd()));
    all.add(new Storm(STORM * settings.crowd()));
    settings.rates().forEach(rate -> all.add(new DirectMessages(rate, true)));
    all.add(new Soak(settings.soak(), settings.docs(), settings.results()));
    return all;
  }
}
