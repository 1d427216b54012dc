package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.memory.MemoryBroker;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Emitter.Once;
import dev.parley.gateway.api.Emitter.Options;
import dev.parley.gateway.api.Sent;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BrokerEmitterTest {
  private static final Fakes.OutRow OUT = new Fakes.OutRow("out", Delivery.ORDERED);
  private static final Once ONE = new Once("one", "counter", "n");

  private final KeyedEvents keyed = new KeyedEvents(TimeSource.system());
  private final Fakes.ManualScheduler scheduler = new Fakes.ManualScheduler();
  private final List<RoomEvent> heard = new CopyOnWriteArrayList<>();

  @Test
  void anEventForSeveralRoomsIsOneMessage() {
    emitter(memory())
        .toRooms("/", List.of("a", "b"), OUT, new Fakes.Text("x"), Options.exceptRoom("c"));

    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).rooms()).containsExactly("a", "b");
    assertThat(heard.get(0).exceptRoom()).isEqualTo("c");
  }

  @Test
  void anEventForNoRoomIsNone() {
    emitter(memory()).toRooms("/", List.of(), OUT, new Fakes.Text("x"));

    assertThat(heard).isEmpty();
  }

  @Test
  void theNumberBecomesTheFirstFieldOfWhatReceiversGet() {
    BrokerEmitter emitter = emitter(memory());

    Sent first = send(emitter, text("hello"), ONE);
    Sent second = send(emitter, Json.createObjectBuilder().build(), new Once("b", "counter", "n"));

    assertThat(first).isEqualTo(new Sent("{\"n\":1,\"text\":\"hello\"}", 1, false, false));
    assertThat(second.arguments()).isEqualTo("{\"n\":2}");
    assertThat(heard.get(0).numberedArguments()).isEqualTo(first.arguments());
  }

  @Test
  void aRepeatIsAnsweredFromTheFirstAndReachesNobody() {
    BrokerEmitter emitter = emitter(memory());
    Sent first = send(emitter, text("hello"), ONE);

    Sent again = send(emitter, text("changed my mind"), ONE);

    assertThat(again).isEqualTo(new Sent(first.arguments(), 1, true, false));
    assertThat(emitter.find("/", "one")).contains(again);
    assertThat(emitter.find("/other", "one")).isEmpty();
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatTheLogHasFromAnotherNodeIsAnsweredOnceItHasComeHere() throws Exception {
    BrokerEmitter emitter = emitter(answering(new Published(new Position(1, 5), 3, true)));
    CompletableFuture<Sent> sending = start(emitter, text("again"), ONE);
    assertThat(sending).isNotDone();

    keyed.note(logged("one", "{\"n\":3}", new Position(1, 5), LoggedMessage.Kind.NEW));

    assertThat(sending.get()).isEqualTo(new Sent("{\"n\":3}", 0, true, false));
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void aFirstThatDoesNotComeIsUnavailableAndARetryMaySucceed() {
    BrokerEmitter emitter = emitter(answering(new Published(new Position(1, 5), 3, true)));
    CompletableFuture<Sent> sending = start(emitter, text("again"), ONE);

    scheduler.runAll();

    assertThatThrownBy(() -> Sent.await(sending))
        .isInstanceOfSatisfying(
            ParleyException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    keyed.note(logged("one", "{}", new Position(1, 5), LoggedMessage.Kind.HISTORY));
    assertThat(send(emitter, text("again"), ONE).repeated()).isTrue();
  }

  @Test
  void whatThisNodeAloneHasIsPendingUntilTheLogHasIt() {
    BrokerEmitter emitter = emitter(answering(Published.ALONE));

    Sent alone = send(emitter, text("hello"), ONE);
    assertThat(alone).isEqualTo(new Sent("{\"n\":0,\"text\":\"hello\"}", 0, false, true));

    keyed.note(logged("one", alone.arguments(), Position.NONE, LoggedMessage.Kind.NEW));
    assertThat(send(emitter, text("hello"), ONE).pending()).isTrue();
    keyed.note(logged("one", "{\"n\":9}", new Position(2, 1), LoggedMessage.Kind.REPEATED));
    assertThat(send(emitter, text("hello"), ONE)).isEqualTo(new Sent("{\"n\":9}", 0, true, false));
  }

  @Test
  void whatWasNotTakenFailsAsTheBrokerSays() {
    BrokerEmitter emitter =
        emitter(
            broker(
                message ->
                    CompletableFuture.failedFuture(new ParleyException(ErrorCode.OVERLOADED))));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> send(emitter, text("hello"), ONE))
          .isInstanceOfSatisfying(
              ParleyException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
    }
  }

  /** Invariant: each key is one event, numbered in the order of the log, whoever races. */
  @Test
  void racingSendersAndRetriesAreToldInOrderOnce() throws Exception {
    BrokerEmitter emitter = emitter(memory());
    int senders = 8;
    int each = 200;
    ExecutorService pool = Executors.newFixedThreadPool(senders);
    List<Callable<List<String>>> work = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      // Two threads a user, so that every message is also a racing retry.
      String user = "user" + sender / 2;
      work.add(
          () ->
              LongStream.range(0, each)
                  .mapToObj(
                      n ->
                          send(emitter, text(user + n), new Once(user + ' ' + n, "counter", "n"))
                              .arguments())
                  .toList());
    }
    List<List<String>> answers = new ArrayList<>();
    try {
      for (Future<List<String>> answer : pool.invokeAll(work)) {
        answers.add(answer.get());
      }
    } finally {
      pool.shutdownNow();
    }

    long expected = (long) senders / 2 * each;
    assertThat(heard)
        .extracting(event -> event.numbering().number())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, expected).boxed().toList());
    for (int sender = 0; sender < senders; sender += 2) {
      assertThat(answers.get(sender)).isEqualTo(answers.get(sender + 1));
    }
  }

  private BrokerEmitter emitter(Broker broker) {
    return new BrokerEmitter(broker, new WireJson(), keyed, scheduler);
  }

  private Broker memory() {
    MemoryBroker broker = new MemoryBroker();
    broker.subscribe(
        logged -> {
          keyed.note(logged);
          heard.add((RoomEvent) logged.message());
        });
    return broker;
  }

  private static Broker answering(Published published) {
    return broker(message -> CompletableFuture.completedFuture(published));
  }

  private static Broker broker(Publishing publishing) {
    return new Broker() {
      @Override
      public CompletionStage<Published> publish(ClusterMessage message) {
        return publishing.publish(message);
      }

      @Override
      public void subscribe(Receiver receiver) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Void> flush() {
        throw new UnsupportedOperationException();
      }
    };
  }

  private interface Publishing {
    CompletionStage<Published> publish(ClusterMessage message);
  }

  private static Sent send(BrokerEmitter emitter, JsonObject payload, Once once) {
    return Sent.await(start(emitter, payload, once));
  }

  private static CompletableFuture<Sent> start(
      BrokerEmitter emitter, JsonObject payload, Once once) {
    Arguments arguments = new Arguments(Json.createArrayBuilder().add(payload).build(), List.of());
    return emitter
        .send("/", List.of("room"), OUT, arguments, Options.NONE, once)
        .toCompletableFuture();
  }

  private static JsonObject text(String text) {
    return Json.createObjectBuilder().add("text", text).build();
  }

  private static LoggedMessage logged(
      String key, String arguments, Position position, LoggedMessage.Kind kind) {
    return new LoggedMessage(
        new RoomEvent(
            "/",
            List.of("room"),
            "out",
            arguments,
            List.of(),
            Delivery.ORDERED,
            null,
            null,
            null,
            key,
            null),
        position,
        "node",
        1,
        kind);
  }
}
