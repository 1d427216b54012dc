package dev.parley.cluster.memory;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Position;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Carries messages to the one hub of this node; what is published has no position.
 *
 * <p>Order keys share a fixed set of stripes. Whoever publishes into an idle stripe delivers for
 * all who publish into it meanwhile, so no publisher waits for another and no lock is held while
 * the receiver runs. The receiver must not block; what it throws is logged and costs only that
 * message.
 */
public final class MemoryBroker implements Broker {
  private static final Logger LOG = System.getLogger(MemoryBroker.class.getName());
  // A power of two, well over the number of threads that publish at once.
  private static final int STRIPES = 64;

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicReference<Receiver> receiver = new AtomicReference<>();

  public MemoryBroker() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  @Override
  public CompletionStage<Position> publish(ClusterMessage message) {
    Receiver target = Objects.requireNonNull(receiver.get(), "publish before subscribe");
    stripes[stripeOf(message.orderKey())].add(message, target);
    // There is no log and no other node, so nothing could make it any safer.
    return CompletableFuture.completedFuture(Position.NONE);
  }

  @Override
  public void subscribe(Receiver subscriber) {
    if (!receiver.compareAndSet(null, subscriber)) {
      throw new IllegalStateException("the broker has its receiver already");
    }
  }

  private static int stripeOf(String orderKey) {
    int hash = orderKey.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }

  private static final class Stripe {
    private final Queue<ClusterMessage> waiting = new ConcurrentLinkedQueue<>();
    // Messages that were added and not yet delivered; whoever raises it from zero delivers.
    private final AtomicInteger pending = new AtomicInteger();

    void add(ClusterMessage message, Receiver target) {
      waiting.add(message);
      if (pending.getAndIncrement() > 0) {
        return;
      }
      do {
        deliver(waiting.remove(), target);
      } while (pending.decrementAndGet() > 0);
    }

    private static void deliver(ClusterMessage message, Receiver target) {
      try {
        target.receive(message);
      } catch (Throwable bug) {
        // An Error, too: leaving here with it would leave the stripe to nobody, for ever.
        LOG.log(Level.ERROR, "A cluster message was not delivered", bug);
      }
    }
  }
}
