package dev.parley.gateway.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.logging.FactLog;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DecoratorsTest {
  private static final Settings DEFAULTS =
      new Settings() {
        @Override
        public <T> T get(Setting<T> setting) {
          return setting.parse(setting.defaultValue());
        }
      };
  private static final Dispatcher OK = context -> new Outcome.Success(Reply.ok());

  private final StubSocket socket = new StubSocket();

  @Test
  void errorMappingKeepsAnExpectedFailuresCodeAndTheClientsOwnId() {
    Dispatcher failing =
        context -> {
          throw new ParleyException(ErrorCode.NOT_FOUND, "No such room.");
        };
    Outcome outcome =
        new ErrorMappingDispatcher(failing)
            .dispatch(context(row(Access.ANYONE, null), "{\"tempId\":\"t1\"}"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failure.class,
            failure -> {
              assertThat(failure.error().code()).isEqualTo(ErrorCode.NOT_FOUND);
              assertThat(failure.error().message()).isEqualTo("No such room.");
              assertThat(failure.error().tempId()).isEqualTo("t1");
              assertThat(failure.error().event()).isEqualTo("say");
            });
  }

  @Test
  void errorMappingEchoesNoIdThatIsTooLongOrNoText() {
    Dispatcher failing =
        context -> {
          throw new ParleyException(ErrorCode.NOT_FOUND);
        };
    for (String payload : List.of("{\"tempId\":5}", "{\"tempId\":\"" + "x".repeat(65) + "\"}")) {
      Outcome outcome =
          new ErrorMappingDispatcher(failing).dispatch(context(row(Access.ANYONE, null), payload));
      assertThat(((Outcome.Failure) outcome).error().tempId()).isNull();
    }
  }

  @Test
  void errorMappingTellsNothingOfABug() {
    for (Throwable bug : List.of(new IllegalStateException("secret"), new StackOverflowError())) {
      Dispatcher failing = context -> sneak(bug);
      Outcome outcome =
          new ErrorMappingDispatcher(failing).dispatch(context(row(Access.ANYONE, null), "{}"));
      assertThat(((Outcome.Failure) outcome).error().code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(((Outcome.Failure) outcome).error().message())
          .isEqualTo(ErrorCode.INTERNAL.message());
    }
  }

  @Test
  void authorizationKnowsWhoMaySendWhat() {
    assertThat(authorize(Access.ANYONE)).isEqualTo("ok");
    assertThat(authorize(Access.USER)).isEqualTo("FORBIDDEN");
    socket.principal = StubSocket.user("anna", "user");
    assertThat(authorize(Access.USER)).isEqualTo("ok");
    assertThat(authorize(Access.ADMIN)).isEqualTo("FORBIDDEN");
    socket.principal = StubSocket.user("anna", "user", "admin");
    assertThat(authorize(Access.ADMIN)).isEqualTo("ok");
  }

  @Test
  void anUnknownEventCountsAgainstTheSocketAndAKnownOneCountsOnce() {
    CountingLimiter limiter = new CountingLimiter(3);
    Dispatcher chain = throttledChain(limiter);

    chain.dispatch(context(row(Access.ANYONE, null), "{}"));
    assertThat(limiter.taken).containsEntry("events-per-socket/connection /test", 1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> chain.dispatch(context(null, "{}")))
          .hasMessage(ErrorCode.UNKNOWN_EVENT.message());
    }
    assertThat(limiter.taken).containsEntry("events-per-socket/connection /test", 3);
    assertThatThrownBy(() -> chain.dispatch(context(null, "{}")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(3));
            });
  }

  @Test
  void aNewSocketOfTheSameConnectionAndNamespaceHasNoFreshAllowance() {
    CountingLimiter limiter = new CountingLimiter(2);
    SocketAllowance allowance = new SocketAllowance(limiter, DEFAULTS);
    allowance.charge(new StubSocket("first", "connection", "/test"));
    allowance.charge(new StubSocket("second", "connection", "/test"));

    assertThatThrownBy(() -> allowance.charge(new StubSocket("third", "connection", "/test")))
        .hasMessage(ErrorCode.RATE_LIMITED.message());
    allowance.charge(new StubSocket("fourth", "connection", "/other"));
    allowance.charge(new StubSocket("fifth", "another", "/test"));
  }

  @Test
  void aUsersLimitRefusesButNeverDisconnects() {
    CountingLimiter limiter = new CountingLimiter(1_000);
    limiter.permits.put(EventLimit.MESSAGES_PER_USER.limitName(), 1);
    Dispatcher chain = throttledChain(limiter);
    InboundEvent limited = row(Access.ANYONE, EventLimit.MESSAGES_PER_USER);
    chain.dispatch(context(limited, "{}"));

    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> chain.dispatch(context(limited, "{}")))
          .hasMessage(ErrorCode.RATE_LIMITED.message());
    }
    assertThat(socket.disconnected).isEmpty();
    chain.dispatch(context(row(Access.ANYONE, null), "{}"));
  }

  @Test
  void whoIsRefusedTooOftenLosesTheSocket() {
    CountingLimiter limiter = new CountingLimiter(1);
    limiter.permits.put(EventLimit.REFUSALS_PER_SOCKET.limitName(), 50);
    Dispatcher chain = throttledChain(limiter);
    chain.dispatch(context(row(Access.ANYONE, null), "{}"));

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> chain.dispatch(context(row(Access.ANYONE, null), "{}")))
          .isInstanceOf(ParleyException.class);
    }
    assertThat(socket.disconnected).isEmpty();
    assertThatThrownBy(() -> chain.dispatch(context(null, "{}")))
        .hasMessage(ErrorCode.RATE_LIMITED.message());
    assertThat(socket.disconnected).containsExactly(CloseCode.RATE_LIMITED);
  }

  @Test
  void metricsCountEachEventUnderATagThatNoClientChooses() {
    List<String> counted = new ArrayList<>();
    GatewayMeters meters =
        new GatewayMeters() {
          @Override
          public void count(GatewayMetric counter, String tagValue, long amount) {
            counted.add(counter + " " + tagValue);
          }

          @Override
          public void time(GatewayMetric timer, String tagValue, long nanos) {
            counted.add(timer + " " + tagValue);
          }

          @Override
          public void gauge(GatewayMetric gauge, LongSupplier value) {}
        };
    Dispatcher refusing =
        new ErrorMappingDispatcher(
            context -> {
              throw new ParleyException(ErrorCode.UNKNOWN_EVENT);
            });

    new MetricsDispatcher(OK, meters, TimeSource.system())
        .dispatch(context(row(Access.ANYONE, null), "{}"));
    new MetricsDispatcher(refusing, meters, TimeSource.system()).dispatch(context(null, "{}"));

    assertThat(counted)
        .containsExactly(
            "MESSAGES_RECEIVED say",
            "EVENT_DURATION say",
            "MESSAGES_RECEIVED unknown",
            "EVENT_DURATION unknown",
            "ERRORS unknown_event");
  }

  @Test
  void theLogLineNamesAnUnknownEventWithoutItsOddCharacters() {
    List<String> lines =
        logged(
            ChainSettings.LogEvents.ALL,
            new EventContext(
                socket,
                "in\njected " + "x".repeat(100),
                null,
                Arguments.NONE,
                null,
                false,
                0,
                "trace"));

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("event=unknown outcome=ok latencyMs=")
        .contains(" sentName=in?jected?xxx")
        .doesNotContain("\n", "x".repeat(65));
  }

  @Test
  void aUserIdCannotForgeFieldsOfTheLogLine() {
    socket.principal = StubSocket.user("x outcome=\"ok");

    assertThat(logged(ChainSettings.LogEvents.ALL, context(row(Access.ANYONE, null), "{}")))
        .singleElement()
        .asString()
        .contains(" userId=\"x outcome=\\\"ok\" ");
  }

  @Test
  void linesOfEventsCanBeSwitchedOff() {
    EventContext context = context(row(Access.ANYONE, null), "{}");
    assertThat(logged(ChainSettings.LogEvents.FAILURES, context)).isEmpty();
    assertThat(logged(ChainSettings.LogEvents.NONE, context)).isEmpty();
  }

  private String authorize(Access access) {
    Dispatcher authorization =
        new AuthorizationDispatcher(OK, new SocketAllowance(new CountingLimiter(1_000), DEFAULTS));
    try {
      return authorization.dispatch(context(row(access, null), "{}")).code();
    } catch (ParleyException refused) {
      return refused.code().name();
    }
  }

  private static Dispatcher throttledChain(RateLimiter limiter) {
    SocketAllowance allowance = new SocketAllowance(limiter, DEFAULTS);
    return new AuthorizationDispatcher(
        new ThrottlingDispatcher(OK, allowance, limiter, DEFAULTS), allowance);
  }

  private List<String> logged(ChainSettings.LogEvents which, EventContext context) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.parley.events");
    logger.addHandler(handler);
    try {
      EventLog log =
          new EventLog(
              which, FactLog.plain(EventLog.NAME), new NodeName("node"), TimeSource.system());
      new LoggingDispatcher(OK, log).dispatch(context);
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }

  private EventContext context(InboundEvent event, String payload) {
    var values =
        Json.createArrayBuilder()
            .add(Json.createReader(new java.io.StringReader(payload)).readObject())
            .build();
    return new EventContext(
        socket,
        event == null ? "guess" : event.wireName(),
        event,
        new Arguments(values, List.of()),
        null,
        true,
        System.nanoTime(),
        "trace");
  }

  private static InboundEvent row(Access access, EventLimit limit) {
    return new InboundEvent() {
      @Override
      public String wireName() {
        return "say";
      }

      @Override
      public Class<? extends Record> payload() {
        return NoPayload.class;
      }

      @Override
      public Access access() {
        return access;
      }

      @Override
      public Optional<EventLimit> limit() {
        return Optional.ofNullable(limit);
      }

      @Override
      public String summary() {
        return "For tests.";
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> Outcome sneak(Throwable bug) throws T {
    throw (T) bug;
  }

  /** Grants so many permits for each limit and subject, for ever. */
  private static final class CountingLimiter implements RateLimiter {
    final Map<String, Integer> permits = new HashMap<>();
    final Map<String, Integer> taken = new HashMap<>();
    private final int otherwise;

    CountingLimiter(int otherwise) {
      this.otherwise = otherwise;
    }

    @Override
    public Optional<Duration> tryAcquire(Limit limit, String subject) {
      int granted = taken.merge(limit.name() + "/" + subject, 1, Integer::sum);
      return granted <= permits.getOrDefault(limit.name(), otherwise)
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(3));
    }
  }
}
