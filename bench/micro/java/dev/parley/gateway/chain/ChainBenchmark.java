package dev.parley.gateway.chain;

import dev.parley.bench.WarmUp;
import dev.parley.chat.direct.boundary.DirectInbound;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.chain.ChainSettings.LogEvents;
import dev.parley.gateway.logging.FactLog;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The six decorators as plain objects, in the order of the gateway, round a handler that does
 * nothing.
 *
 * <p>Limits are always granted and meters count in nothing: what those cost is that of Redis and of
 * the server.
 */
@State(Scope.Thread)
public class ChainBenchmark {
  private static final Settings DEFAULTS =
      new Settings() {
        @Override
        public <T> T get(Setting<T> setting) {
          return setting.parse(setting.defaultValue());
        }
      };
  private static final RateLimiter GRANTING = (limit, subject) -> Optional.empty();

  private final TimeSource time = TimeSource.system();
  private final PayloadBinder binder = new PayloadBinder(EnglishValidation.validator());
  private final Outcome ok = new Outcome.Success(Reply.ok());
  private final Dispatcher chain = chain(context -> ok);
  private final StubSocket socket = socket();
  private final Arguments sent = new Arguments(payload(), List.of());

  private Dispatcher chain(Dispatcher handler) {
    SocketAllowance allowance = new SocketAllowance(GRANTING, DEFAULTS);
    EventLog log =
        new EventLog(LogEvents.NONE, FactLog.plain(EventLog.NAME), new NodeName("node"), time);
    Dispatcher validation = new ValidationDispatcher(handler, binder);
    Dispatcher throttling = new ThrottlingDispatcher(validation, allowance, GRANTING, DEFAULTS);
    Dispatcher authorization = new AuthorizationDispatcher(throttling, allowance);
    Dispatcher errors = new ErrorMappingDispatcher(authorization);
    Dispatcher metrics = new MetricsDispatcher(errors, new NoMeters(), time);
    return new LoggingDispatcher(metrics, log);
  }

  @Setup
  public void warmUp(Blackhole sink) {
    for (int i = 0; i < WarmUp.CALLS; i++) {
      sink.consume(dispatchEvent());
      sink.consume(bindPayload());
    }
  }

  @Benchmark
  public Outcome dispatchEvent() {
    return chain.dispatch(
        new EventContext(
            socket,
            "message:send",
            DirectInbound.SEND,
            sent,
            null,
            true,
            time.nanoTime(),
            "0af7651916cd43dd8448eb211c80319c"));
  }

  @Benchmark
  public Record bindPayload() {
    return binder.bind(DirectInbound.SEND.payload(), sent);
  }

  private static StubSocket socket() {
    StubSocket socket = new StubSocket();
    socket.principal = StubSocket.user("alice", "user");
    return socket;
  }

  private static JsonArray payload() {
    return Json.createArrayBuilder()
        .add(
            Json.createObjectBuilder()
                .add("to", "bob")
                .add("text", "The quick brown fox jumps over the lazy dog, and again.")
                .add("tempId", "t-4711"))
        .build();
  }

  private static final class NoMeters implements GatewayMeters {
    @Override
    public void count(GatewayMetric counter, String tagValue, long amount) {}

    @Override
    public void time(GatewayMetric timer, String tagValue, long nanos) {}

    @Override
    public void gauge(GatewayMetric gauge, LongSupplier value) {}
  }
}
