package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.memory.MemoryBroker;
import dev.parley.cluster.memory.MemorySessionStore;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.gateway.logging.ConnectionLog;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One namespace, one client, and a record of who was told what. */
final class GatewayRig implements AutoCloseable {
  // One thread pool for all rounds of a stress test.
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          3,
          task -> {
            Thread thread = new Thread(task, "lane");
            thread.setDaemon(true);
            return thread;
          });

  final List<String> told = new CopyOnWriteArrayList<>();
  final AtomicInteger handled = new AtomicInteger();
  final Fakes.Link link = new Fakes.Link();
  final Fakes.Meters meters = new Fakes.Meters();
  final Fakes.ManualScheduler scheduler = new Fakes.ManualScheduler();
  final RecoverySettings recovery = new RecoverySettings(true, Duration.ofMinutes(2), 64_000_000);
  final Hub hub =
      new Hub(
          recovery, new KeyedEvents(TimeSource.system()), List.of(), TimeSource.system(), meters);
  final MemoryBroker broker = new MemoryBroker();
  final MemorySessionStore store = new MemorySessionStore(TimeSource.system(), recovery.window());
  final Sessions sessions = new Sessions(store, broker);
  final Module module = new Module();
  final Shared shared = new Shared();
  final GatewayParts parts;
  final Incoming incoming;
  volatile Runnable authentication = () -> {};
  volatile Supplier<Reply> handler = Reply::ok;
  volatile String user = "anna";

  private final Queue<Runnable> parked;
  private final AtomicReference<GatewaySocket> opened = new AtomicReference<>();

  GatewayRig(Executor threads) {
    this(threads, new GatewaySettings(1_024, 1_000_000, 256));
  }

  GatewayRig(Executor threads, GatewaySettings settings) {
    this(threads, settings, null);
  }

  /** A rig whose lanes run when the test says so. */
  GatewayRig(GatewaySettings settings) {
    this(null, settings, new ConcurrentLinkedQueue<>());
  }

  private GatewayRig(Executor threads, GatewaySettings settings, Queue<Runnable> parked) {
    this.parked = parked;
    this.parts =
        GatewayParts.of(
            settings,
            dispatcher(),
            new Door(),
            hub,
            sessions,
            recovery,
            new WireJson(),
            parked == null ? threads : parked::add,
            scheduler,
            TimeSource.system(),
            meters,
            ConnectionLog.plain(new NodeName("node-1")));
    this.incoming = new Incoming(hub, List.of(sessions), parts.sockets());
    broker.subscribe(incoming);
  }

  static GatewayRig withThreads() {
    return new GatewayRig(POOL);
  }

  GatewaySocket open() {
    return open(JsonValue.EMPTY_JSON_OBJECT, link);
  }

  GatewaySocket open(JsonObject auth, Fakes.Link of) {
    Namespace namespace = Namespace.of(module, List.of(shared));
    GatewaySocket socket = new GatewaySocket(namespace, "connection", Fakes.HANDSHAKE, of, parts);
    opened.set(socket);
    socket.open(auth);
    return socket;
  }

  GatewaySocket socket() {
    return opened.get();
  }

  void runLanes() {
    for (Runnable run = parked.poll(); run != null; run = parked.poll()) {
      run.run();
    }
  }

  static Principal principal(String user) {
    return new Principal(user, "device", Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    // The pool outlives the rig; what a rig began, it has seen to its end.
  }

  private Dispatcher dispatcher() {
    return context -> {
      handled.incrementAndGet();
      try {
        return new Outcome.Success(handler.get());
      } catch (ParleyException failure) {
        return new Outcome.Failure(ErrorReply.of(failure, context.printableName(), null));
      }
    };
  }

  private final class Door implements SocketAuthenticator {
    @Override
    public Principal authenticate(
        String namespace, String connectionId, Handshake handshake, JsonObject auth) {
      authentication.run();
      return principal(user);
    }

    @Override
    public void released(String connectionId, Principal principal) {
      told.add("released");
    }
  }

  final class Module implements NamespaceModule {
    private final InboundEvent row = new Fakes.Row("in", InboundEvent.NoPayload.class);
    volatile Consumer<ClientSocket> onConnected = socket -> {};
    volatile Predicate<String> readmitted = room -> true;

    @Override
    public boolean readmits(ClientSocket socket, String room) {
      return readmitted.test(room);
    }

    @Override
    public String path() {
      return "/test";
    }

    @Override
    public List<? extends InboundEvent> inboundEvents() {
      return List.of(row);
    }

    @Override
    public List<? extends OutboundEvent> outboundEvents() {
      return List.of();
    }

    @Override
    public void register(HandlerRegistry handlers) {
      handlers.on(row, InboundEvent.NoPayload.class, (payload, context) -> Reply.ok());
    }

    @Override
    public void connected(ClientSocket socket) {
      told.add("module+");
      onConnected.accept(socket);
    }

    @Override
    public void disconnected(ClientSocket socket, CloseCode code) {
      told.add("module- " + code);
    }
  }

  final class Shared implements SharedEvents {
    volatile Consumer<ClientSocket> onConnected = socket -> {};

    @Override
    public List<? extends InboundEvent> inboundEvents() {
      return List.of();
    }

    @Override
    public List<? extends OutboundEvent> outboundEvents() {
      return List.of();
    }

    @Override
    public void register(HandlerRegistry handlers) {}

    @Override
    public void connected(ClientSocket socket) {
      told.add("shared+");
      onConnected.accept(socket);
    }

    @Override
    public void disconnected(ClientSocket socket, CloseCode code) {
      told.add("shared- " + code);
    }
  }
}
