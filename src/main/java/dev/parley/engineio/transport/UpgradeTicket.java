package dev.parley.engineio.transport;

import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Scheduler.Timeout;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a filter found out about a WebSocket handshake, on its way to the endpoint.
 *
 * <p>The server runs filters, {@code modifyHandshake} and the rest of a handshake on one thread, so
 * a thread-local carries it as far as the configurator, which hands it to the session's user
 * properties. A handshake that fails after its filter gives the lease back: at once when the
 * configurator was not reached, after ten seconds when the endpoint was not.
 */
public final class UpgradeTicket {
  private static final String PROPERTY = UpgradeTicket.class.getName();
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);
  private static final ThreadLocal<UpgradeTicket> CURRENT = new ThreadLocal<>();

  private final Handshake handshake;
  private final Lease lease;
  private final Optional<String> sid;
  private final CloseStyle closeStyle;
  private final AtomicBoolean redeemed = new AtomicBoolean();
  private Timeout timeout;

  private UpgradeTicket(
      Handshake handshake, Lease lease, Optional<String> sid, CloseStyle closeStyle) {
    this.handshake = handshake;
    this.lease = lease;
    this.sid = sid;
    this.closeStyle = closeStyle;
  }

  /** A ticket for a new connection; the lease goes with it. */
  public static UpgradeTicket forNew(Handshake handshake, Lease lease, CloseStyle closeStyle) {
    return new UpgradeTicket(handshake, lease, Optional.empty(), closeStyle);
  }

  /** A ticket for another transport of a session. */
  static UpgradeTicket forSession(String sid, CloseStyle closeStyle) {
    return new UpgradeTicket(null, () -> {}, Optional.of(sid), closeStyle);
  }

  /** Lets the handshake go on, with this ticket. */
  public void proceed(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Scheduler scheduler)
      throws IOException, ServletException {
    timeout = scheduler.schedule(OPEN_LIMIT, this::redeem);
    CURRENT.set(this);
    try {
      chain.doFilter(new SessionlessRequest(request), response);
    } finally {
      boolean unused = CURRENT.get() != null;
      CURRENT.remove();
      if (unused) {
        expire();
      }
    }
  }

  /** Moves the thread's ticket to the properties of the connection that is being made. */
  static void attach(Map<String, Object> userProperties) {
    UpgradeTicket ticket = CURRENT.get();
    CURRENT.remove();
    if (ticket == null) {
      return;
    }
    userProperties.put(PROPERTY, ticket);
  }

  /**
   * The ticket of a connection that has opened; the lease is the caller's from now on.
   *
   * @return empty when there is none, or it took too long: the connection has to be closed then
   */
  public static Optional<UpgradeTicket> redeem(Session session) {
    Object ticket = session.getUserProperties().remove(PROPERTY);
    if (ticket instanceof UpgradeTicket found && found.redeemed.compareAndSet(false, true)) {
      found.timeout.cancel();
      return Optional.of(found);
    }
    return Optional.empty();
  }

  public Handshake handshake() {
    return handshake;
  }

  public Lease lease() {
    return lease;
  }

  Optional<String> sid() {
    return sid;
  }

  CloseStyle closeStyle() {
    return closeStyle;
  }

  private void expire() {
    timeout.cancel();
    redeem();
  }

  private void redeem() {
    if (redeemed.compareAndSet(false, true)) {
      lease.release();
    }
  }
}
