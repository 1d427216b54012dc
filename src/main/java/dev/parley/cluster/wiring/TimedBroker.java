package dev.parley.cluster.wiring;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Published;
import dev.parley.kernel.TimeSource;
import java.util.concurrent.CompletionStage;

/** Measures how long messages take to become safe; those of a node that is alone do not count. */
final class TimedBroker implements Broker {
  private final Broker broker;
  private final ClusterMeters meters;
  private final TimeSource time;

  TimedBroker(Broker broker, ClusterMeters meters, TimeSource time) {
    this.broker = broker;
    this.meters = meters;
    this.time = time;
  }

  @Override
  public CompletionStage<Published> publish(ClusterMessage message) {
    long start = time.nanoTime();
    CompletionStage<Published> stage = broker.publish(message);
    stage.thenAccept(
        published -> {
          if (!published.equals(Published.ALONE)) {
            meters.published(time.nanoTime() - start);
          }
        });
    return stage;
  }

  @Override
  public void subscribe(Receiver receiver) {
    broker.subscribe(receiver);
  }

  @Override
  public CompletionStage<Void> flush() {
    return broker.flush();
  }
}
