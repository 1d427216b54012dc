package dev.parley.engineio.session;

import dev.parley.engineio.protocol.PayloadCodec;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sessions of one Engine.IO path, by id.
 *
 * <p>Safe on any thread; nothing here blocks.
 */
public final class EngineServer {
  /** How long a client that polls now and then can still learn that its session was closed. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final EngineSettings settings;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final EngineHandler handler;
  private final EngineObserver observer;
  private final PayloadCodec payloads;
  private final ConcurrentMap<String, ServerSession> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  public EngineServer(
      EngineSettings settings,
      Scheduler scheduler,
      TimeSource time,
      EngineHandler handler,
      EngineObserver observer) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.time = time;
    this.handler = handler;
    this.observer = observer;
    this.payloads = new PayloadCodec(settings.maxPackets(), settings.maxPayload());
  }

  public EngineSettings settings() {
    return settings;
  }

  /** Opens a session on polling; the open packet answers the exchange. */
  public ServerSession open(Handshake handshake, Lease lease, PollExchange exchange) {
    ServerSession session = register(handshake, lease, Transport.POLLING);
    session.openOn(exchange);
    return session;
  }

  /** Opens a session on a WebSocket; the open packet is its first frame. */
  public ServerSession open(Handshake handshake, Lease lease, WebSocketChannel channel) {
    ServerSession session = register(handshake, lease, Transport.WEBSOCKET);
    session.openOn(channel);
    return session;
  }

  /** The session of an id; for a moment also one that is closed, and says so. */
  public Optional<ServerSession> find(String sid) {
    return Optional.ofNullable(sessions.get(sid));
  }

  /** How many sessions are not closed. */
  public int openSessions() {
    return open.get();
  }

  /** Bytes that wait in the writers of all sessions; looks at each of them. */
  public long queuedBytes() {
    return sessions.values().stream().mapToLong(ServerSession::queuedBytes).sum();
  }

  /** Closes every session at once. */
  public void closeAll(CloseCode code) {
    sessions.values().forEach(session -> session.close(code));
  }

  private ServerSession register(Handshake handshake, Lease lease, Transport transport) {
    ServerSession session = new ServerSession(this, RandomId.next(), handshake, lease, transport);
    sessions.put(session.sid(), session);
    open.incrementAndGet();
    return session;
  }

  void ended(ServerSession session, boolean stillKnown) {
    open.decrementAndGet();
    if (stillKnown) {
      scheduler.schedule(FAREWELL, () -> forget(session));
    } else {
      forget(session);
    }
  }

  void forget(ServerSession session) {
    sessions.remove(session.sid(), session);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  EngineHandler handler() {
    return handler;
  }

  EngineObserver observer() {
    return observer;
  }

  PayloadCodec payloads() {
    return payloads;
  }

  long nanoTime() {
    return time.nanoTime();
  }
}
