package dev.parley.engineio.session;

import dev.parley.engineio.protocol.PayloadCodec;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.WriteStripe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The sessions of one Engine.IO path, by id.
 *
 * <p>Safe on any thread; nothing here blocks.
 */
public final class EngineServer {
  private final EngineSettings settings;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final EngineHandler handler;
  private final EngineObserver observer;
  private final Supplier<WriteStripe> stripes;
  private final PayloadCodec payloads;
  private final ConcurrentMap<String, ServerSession> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile CloseCode closing;

  /**
   * A server without sessions.
   *
   * @param stripes gives each new session the stripe that writes for it
   */
  public EngineServer(
      EngineSettings settings,
      Scheduler scheduler,
      TimeSource time,
      EngineHandler handler,
      EngineObserver observer,
      Supplier<WriteStripe> stripes) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.time = time;
    this.handler = handler;
    this.observer = observer;
    this.stripes = stripes;
    this.payloads = new PayloadCodec(settings.maxPackets(), settings.maxPayload());
  }

  public EngineSettings settings() {
    return settings;
  }

  /** Opens a session on polling; the open packet answers the exchange. */
  public ServerSession open(Handshake handshake, Lease lease, PollExchange exchange) {
    ServerSession session = register(handshake, lease, Transport.POLLING);
    session.openOn(exchange);
    return unlessClosing(session);
  }

  /** Opens a session on a WebSocket; the open packet is its first frame. */
  public ServerSession open(Handshake handshake, Lease lease, WebSocketChannel channel) {
    ServerSession session = register(handshake, lease, Transport.WEBSOCKET);
    session.openOn(channel);
    return unlessClosing(session);
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

  /** For each session that is open now, what closes it once all that waits was written. */
  public List<Runnable> closers(CloseCode code) {
    return sessions.values().stream()
        .filter(ServerSession::isOpen)
        .<Runnable>map(session -> () -> session.closeAfterFlush(code))
        .toList();
  }

  /** Closes every session at once, and from now on each that is still opened. */
  public void closeAll(CloseCode code) {
    closing = code;
    sessions.values().forEach(session -> session.close(code));
  }

  /** A session is registered before this looks, so either this or closeAll sees the other. */
  private ServerSession unlessClosing(ServerSession session) {
    CloseCode code = closing;
    if (code != null) {
      session.close(code);
    }
    return session;
  }

  private ServerSession register(Handshake handshake, Lease lease, Transport transport) {
    ServerSession session = new ServerSession(this, newSid(), handshake, lease, transport);
    sessions.put(session.sid(), session);
    open.incrementAndGet();
    return session;
  }

  private String newSid() {
    String tag = settings.sidTag();
    return tag.isEmpty() ? RandomId.next() : RandomId.next() + '.' + tag;
  }

  void ended(ServerSession session, Duration stillKnown) {
    open.decrementAndGet();
    if (stillKnown.isZero()) {
      forget(session);
    } else {
      scheduler.schedule(stillKnown, () -> forget(session));
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

  WriteStripe assignStripe() {
    return stripes.get();
  }

  PayloadCodec payloads() {
    return payloads;
  }

  long nanoTime() {
    return time.nanoTime();
  }
}
