package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.ClusterMessage.RoomJoin;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Sent;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Sends to rooms over the broker, so that it makes no difference which node a member is on. */
final class BrokerEmitter implements Emitter {
  /** How long an answer waits for the event that stands for it. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Broker broker;
  private final WireJson json;
  private final KeyedEvents keyed;
  private final Scheduler scheduler;
  private final Map<String, CompletableFuture<Sent>> underWay = new ConcurrentHashMap<>();

  BrokerEmitter(Broker broker, WireJson json, KeyedEvents keyed, Scheduler scheduler) {
    this.broker = broker;
    this.json = json;
    this.keyed = keyed;
    this.scheduler = scheduler;
  }

  @Override
  public void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Object payload,
      Options options) {
    publish(namespace, rooms, event, json.write(payload), List.of(), options);
  }

  @Override
  public void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options) {
    publish(namespace, rooms, event, json.write(arguments), arguments.attachments(), options);
  }

  @Override
  public void join(String namespace, String members, String room) {
    broker.publish(new RoomJoin(namespace, members, room));
  }

  private void publish(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      String arguments,
      List<byte[]> attachments,
      Options options) {
    if (!rooms.isEmpty()) {
      broker.publish(
          new RoomEvent(
              namespace,
              List.copyOf(rooms),
              event.wireName(),
              arguments,
              attachments,
              event.delivery(),
              coalesceKey(event, options),
              options.exceptSocketId(),
              options.exceptRoom(),
              null,
              null));
    }
  }

  @Override
  public CompletionStage<Sent> send(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options,
      Once once) {
    Optional<Sent> known = find(namespace, once.key());
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    String sending = namespace + ' ' + once.key();
    CompletableFuture<Sent> mine = new CompletableFuture<>();
    CompletableFuture<Sent> first = underWay.putIfAbsent(sending, mine);
    if (first != null) {
      return first.thenApply(
          sent -> new Sent(sent.arguments(), sent.number(), true, sent.pending()));
    }
    RoomEvent message = keyedEvent(namespace, rooms, event, arguments, options, once);
    broker
        .publish(message)
        .thenCompose(published -> sent(message, published))
        .whenComplete(
            (sent, failure) -> {
              underWay.remove(sending, mine);
              if (failure == null) {
                mine.complete(sent);
              } else {
                mine.completeExceptionally(cause(failure));
              }
            });
    return mine;
  }

  @Override
  public Optional<Sent> find(String namespace, String key) {
    return keyed.find(namespace, key).map(BrokerEmitter::repeated);
  }

  private RoomEvent keyedEvent(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options,
      Once once) {
    String text = json.write(arguments);
    Numbering numbering = null;
    if (once.counter() != null) {
      String start = "{\"" + once.numberField() + "\":";
      text = start + (text.startsWith("{}") ? "" : ",") + text.substring(1);
      numbering = new Numbering(once.counter(), start.length(), 0);
    }
    return new RoomEvent(
        namespace,
        List.copyOf(rooms),
        event.wireName(),
        text,
        arguments.attachments(),
        event.delivery(),
        coalesceKey(event, options),
        options.exceptSocketId(),
        options.exceptRoom(),
        once.key(),
        numbering);
  }

  private CompletionStage<Sent> sent(RoomEvent message, Published published) {
    if (published.repeated()) {
      return first(message);
    }
    RoomEvent numbered =
        message.numbering() == null ? message : message.numbered(published.number());
    return CompletableFuture.completedFuture(
        new Sent(
            numbered.numberedArguments(),
            published.number(),
            false,
            published.position().equals(Position.NONE)));
  }

  /** The log has one already; its content comes the way that all messages come. */
  private CompletionStage<Sent> first(RoomEvent message) {
    CompletableFuture<KeyedEvents.First> first = keyed.await(message.namespace(), message.key());
    Scheduler.Timeout timeout =
        scheduler.schedule(
            PATIENCE,
            () -> {
              keyed.giveUp(message.namespace(), message.key());
              first.completeExceptionally(new ParleyException(ErrorCode.UNAVAILABLE));
            });
    return first
        .whenComplete((event, failure) -> timeout.cancel())
        .thenApply(BrokerEmitter::repeated);
  }

  private static Sent repeated(KeyedEvents.First first) {
    return new Sent(first.arguments(), first.number(), true, first.pending());
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }

  private static String coalesceKey(OutboundEvent event, Options options) {
    if (event.delivery() != Delivery.COALESCIBLE) {
      return null;
    }
    return options.coalesceKey() == null
        ? event.wireName()
        : event.wireName() + '\n' + options.coalesceKey();
  }
}
