package dev.parley.engineio.session;

import dev.parley.engineio.protocol.EnginePacket;
import dev.parley.engineio.protocol.EngineProtocolException;
import dev.parley.engineio.protocol.OpenPacket;
import dev.parley.engineio.protocol.PacketCodec;
import dev.parley.engineio.protocol.PacketType;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler.Timeout;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import dev.parley.outbound.OutboundWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The server's end of one session, over whatever transport it has.
 *
 * <p>All that happens to a session (a poll, a packet, a timer, a close) goes through its mailbox,
 * so its state needs no lock and the handler's calls come one at a time. Only the writer is used
 * from any thread. The states are those of the protocol document: opening, open, closing (the last
 * messages leave), closed; a session closed on polling stays known for a while, so that its client
 * is told.
 */
public final class ServerSession implements EngineSession {
  private static final Logger LOG = System.getLogger(ServerSession.class.getName());
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL_RELEASE = Duration.ofMillis(100);

  /** How long a client that polls now and then can still learn that its session was closed. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** How much later than a client's CLOSE a poll may come that left the client beside it. */
  private static final Duration CROSSING = Duration.ofMillis(200);

  private static final int BATCH_BYTES = 262_144;
  private static final Frame PING = frame(PacketType.PING);
  private static final Frame CLOSE = frame(PacketType.CLOSE);
  private static final Frame NOOP = frame(PacketType.NOOP);
  private static final Frame PROBE_PONG =
      Frame.Text.of(PacketCodec.encodeText(PacketType.PONG, "probe"));
  private static final OutboundMessage PING_MESSAGE = OutboundMessage.ordered(PING);

  private final EngineServer server;
  private final String sid;
  private final Handshake handshake;
  private final Lease lease;
  private final Mailbox mailbox = new Mailbox(this::onFailure);
  private final OutboundWriter writer;
  private final Heartbeat heartbeat;
  private final AtomicBoolean posting = new AtomicBoolean();
  private final long openedNanos;

  private volatile boolean open = true;
  private volatile boolean closed;
  private volatile Transport transport;

  // Confined to the mailbox.
  private PollExchange pendingPoll;
  private WebSocketChannel channel;
  private Probe probe;
  private CloseCode closing;
  private CloseCode endedWith;

  /** Closed, and only the WebSocket that was about to take over is left to tell the client by. */
  private boolean lingering;

  private Timeout flushTimer;
  private Frame farewell;

  ServerSession(
      EngineServer server, String sid, Handshake handshake, Lease lease, Transport transport) {
    this.server = server;
    this.sid = sid;
    this.handshake = handshake;
    this.lease = lease;
    this.transport = transport;
    this.openedNanos = server.nanoTime();
    this.writer =
        new OutboundWriter(
            server.settings().outboundBudget(), server.assignStripe(), new WriterEvents());
    this.heartbeat =
        new Heartbeat(
            server.settings(),
            server.scheduler(),
            () -> mailbox.execute(this::heartbeatKeepsItOpen));
  }

  @Override
  public String sid() {
    return sid;
  }

  @Override
  public Handshake handshake() {
    return handshake;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public long queuedBytes() {
    return writer.queuedBytes();
  }

  /** What carries the session now. */
  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public void send(OutboundMessage message) {
    if (open) {
      writer.offer(message);
    }
  }

  @Override
  public void close(CloseCode code) {
    mailbox.execute(() -> end(code, true));
  }

  @Override
  public void closeAfterFlush(CloseCode code) {
    mailbox.execute(() -> beginClose(code));
  }

  // What transports call; safe on any thread.

  void openOn(PollExchange exchange) {
    mailbox.execute(
        () -> {
          opened();
          exchange.packets(List.of(openFrame("websocket")), () -> endAs(CloseCode.TRANSPORT_LOST));
          server.handler().onOpen(this);
        });
  }

  void openOn(WebSocketChannel first) {
    mailbox.execute(
        () -> {
          opened();
          channel = first;
          writer.offer(OutboundMessage.ordered(openFrame()));
          writer.attach(first);
          server.handler().onOpen(this);
        });
  }

  /** A GET wants packets. */
  public void poll(PollExchange exchange) {
    mailbox.execute(() -> onPoll(exchange));
  }

  /**
   * A POST begins, its body not yet read.
   *
   * <p>One that meets a close after a flush is taken: its messages come too late, as they would on
   * a WebSocket, and a 400 would cost the client what is still to be written.
   *
   * @return false when it is to be answered 400; a second one beside another ends the session
   */
  public boolean beginPost() {
    if (closed || transport != Transport.POLLING) {
      return false;
    }
    if (posting.compareAndSet(false, true)) {
      return true;
    }
    endAs(CloseCode.PROTOCOL_ERROR);
    return false;
  }

  /** The body of the POST is there. */
  public void post(byte[] body, PostExchange exchange) {
    server.observer().received(Transport.POLLING, body.length);
    mailbox.execute(() -> onPost(body, exchange));
  }

  /** The POST came to nothing: too large, too slow, or its client is gone. */
  public void abandonPost(CloseCode code) {
    posting.set(false);
    endAs(code);
  }

  /** A WebSocket with this session's id; it takes over, or is closed. */
  public void probe(WebSocketChannel candidate) {
    mailbox.execute(() -> onProbe(candidate));
  }

  /** A text message of one of the session's WebSockets. */
  public void text(WebSocketChannel from, String text, int bytes) {
    server.observer().received(Transport.WEBSOCKET, bytes);
    mailbox.execute(() -> onText(from, text));
  }

  /** A binary message of one of the session's WebSockets; the array is handed over. */
  public void binary(WebSocketChannel from, byte[] bytes) {
    server.observer().received(Transport.WEBSOCKET, bytes.length);
    mailbox.execute(() -> onBinary(from, bytes));
  }

  /** One of the session's WebSockets is gone, or has to go for what its client did. */
  public void channelEnded(WebSocketChannel from, CloseCode code) {
    mailbox.execute(
        () -> {
          if (from == channel) {
            end(code, false);
          } else if (probe != null && from == probe.channel) {
            dropProbe(code);
          } else {
            from.close(code);
          }
        });
  }

  // All below runs in the mailbox.

  private void opened() {
    heartbeat.start(openedNanos);
    server.observer().opened(transport);
  }

  private Frame openFrame(String... upgrades) {
    EngineSettings settings = server.settings();
    return Frame.Text.of(
        new OpenPacket(
                sid,
                List.of(upgrades),
                settings.pingInterval(),
                settings.pingTimeout(),
                settings.maxPayload())
            .encode());
  }

  private void onPoll(PollExchange exchange) {
    if (closed && farewell != null) {
      Frame last = farewell;
      farewell = null;
      server.forget(this);
      dropProbe(endedWith);
      exchange.packets(List.of(last), () -> {});
    } else if (closed || !heartbeatKeepsItOpen() || transport != Transport.POLLING) {
      exchange.refuse();
    } else if (pendingPoll != null) {
      exchange.refuse();
      end(CloseCode.PROTOCOL_ERROR, false);
    } else {
      pendingPoll = exchange;
      flushPoll();
      if (pendingPoll != null && probe != null && probe.releasesPolls()) {
        // Released a little later: a client that polls on meanwhile must not spin.
        server.scheduler().schedule(POLL_RELEASE, () -> mailbox.execute(() -> release(exchange)));
      }
    }
  }

  private void release(PollExchange exchange) {
    if (pendingPoll == exchange) {
      answerPoll(List.of(NOOP));
    }
  }

  private void flushPoll() {
    if (pendingPoll == null || transport != Transport.POLLING) {
      return;
    }
    List<Frame> batch = writer.take(BATCH_BYTES);
    if (!batch.isEmpty()) {
      answerPoll(batch);
    } else if (closing != null) {
      // Never beside other packets: a published client takes what comes with a CLOSE for what comes
      // after it, keeps it until it is connected again, and has it twice when it is sent once more.
      end(closing, false);
    }
  }

  private void answerPoll(List<Frame> frames) {
    PollExchange exchange = pendingPoll;
    pendingPoll = null;
    boolean carries = frames.get(0) != NOOP;
    exchange.packets(frames, () -> mailbox.execute(() -> onPollLost(carries)));
    int bytes = frames.stream().mapToInt(Frame::sizeBytes).sum();
    server.observer().sent(Transport.POLLING, bytes);
  }

  /** Whatever it carried is lost, and a client never hears a session with a hole in it. */
  private void onPollLost(boolean carriedPackets) {
    if (carriedPackets || transport == Transport.POLLING) {
      end(CloseCode.TRANSPORT_LOST, false);
    }
  }

  private void onPost(byte[] body, PostExchange exchange) {
    boolean taken = false;
    try {
      taken = !closed && takeAll(server.payloads().decode(body));
    } catch (EngineProtocolException malformed) {
      violated(malformed);
    } finally {
      posting.set(false);
      if (taken) {
        exchange.accept();
      } else {
        exchange.refuse();
      }
    }
  }

  private boolean takeAll(List<EnginePacket> packets) {
    for (EnginePacket packet : packets) {
      if (closed) {
        // Whatever a client says after its CLOSE was not said.
        break;
      }
      if (!take(packet)) {
        return false;
      }
    }
    return true;
  }

  private void onProbe(WebSocketChannel candidate) {
    if (!open || transport != Transport.POLLING || probe != null) {
      candidate.close(CloseCode.POLICY_VIOLATION);
      return;
    }
    Timeout timeout =
        server
            .scheduler()
            .schedule(
                server.settings().upgradeTimeout(),
                () -> mailbox.execute(() -> probeIsLate(candidate)));
    probe = new Probe(candidate, timeout);
  }

  /** A timer that ran just before it was cancelled finds a session that goes on. */
  private void probeIsLate(WebSocketChannel candidate) {
    if (probe != null && probe.channel == candidate) {
      dropProbe(CloseCode.CONNECT_TIMEOUT);
    }
  }

  private void onText(WebSocketChannel from, String text) {
    try {
      if (from == channel) {
        take(PacketCodec.decode(text));
      } else if (probe != null && from == probe.channel) {
        onProbePacket(PacketCodec.decode(text));
      }
    } catch (EngineProtocolException malformed) {
      if (from == channel) {
        violated(malformed);
      } else {
        dropProbe(CloseCode.PROTOCOL_ERROR);
      }
    }
  }

  private void onBinary(WebSocketChannel from, byte[] bytes) {
    if (from == channel) {
      take(new EnginePacket.Binary(bytes));
    } else if (probe != null && from == probe.channel) {
      dropProbe(CloseCode.PROTOCOL_ERROR);
    }
  }

  private void onProbePacket(EnginePacket packet) {
    if (closed) {
      dropProbe(endedWith);
      return;
    }
    Probe.Step step = probe.step();
    boolean asks =
        packet instanceof EnginePacket.Text text
            && text.type() == PacketType.PING
            && text.data().equals("probe");
    if (asks && step == Probe.Step.CONNECTED) {
      answer(probe);
    } else if (packet.type() == PacketType.UPGRADE && step != Probe.Step.CONNECTED) {
      takeOver(step == Probe.Step.ANSWERED);
    } else {
      dropProbe(CloseCode.PROTOCOL_ERROR);
    }
  }

  private void answer(Probe asking) {
    asking.enter(Probe.Step.ANSWERING);
    try {
      asking.channel.write(
          PROBE_PONG, written -> mailbox.execute(() -> onAnswered(asking, written)));
    } catch (RuntimeException gone) {
      // An upgrade never costs the session: its polls go on.
      dropProbe(CloseCode.TRANSPORT_LOST);
      return;
    }
    if (pendingPoll != null) {
      answerPoll(List.of(NOOP));
    }
  }

  private void onAnswered(Probe answered, boolean written) {
    if (answered.channel == channel) {
      if (written) {
        writer.attach(channel);
      } else {
        end(CloseCode.TRANSPORT_LOST, false);
      }
    } else if (probe == answered) {
      if (written) {
        answered.enter(Probe.Step.ANSWERED);
      } else {
        dropProbe(CloseCode.TRANSPORT_LOST);
      }
    }
  }

  /**
   * The WebSocket carries the session from now on.
   *
   * <p>A client may send {@code 5} and all it has as soon as it has read {@code 3probe}, before
   * this side is told that the frame left. Only the next frame has to wait for that.
   */
  private void takeOver(boolean mayWrite) {
    probe.end();
    channel = probe.channel;
    probe = null;
    transport = Transport.WEBSOCKET;
    server.observer().upgraded();
    if (pendingPoll != null) {
      answerPoll(List.of(NOOP));
    }
    if (mayWrite) {
      writer.attach(channel);
    }
    if (closing != null) {
      endOnceFlushed();
    }
  }

  /**
   * Whether the client may have left its polls for the WebSocket.
   *
   * <p>From then on it hears nothing over polls, and a WebSocket that is closed before it has said
   * {@code 5} leaves it deaf until its heartbeat ends.
   */
  private boolean isProbeAnswered() {
    return probe != null && probe.releasesPolls();
  }

  private void dropProbe(CloseCode code) {
    if (probe != null) {
      Probe dropped = probe;
      probe = null;
      dropped.end();
      dropped.channel.close(code);
      if (lingering) {
        lingering = false;
        lease.release();
      }
    }
  }

  /** Acts on a packet of the current transport; false when it may not come here. */
  private boolean take(EnginePacket packet) {
    if (packet instanceof EnginePacket.Binary binary) {
      if (open) {
        server.handler().onBinary(this, binary.data());
      }
      return true;
    }
    EnginePacket.Text text = (EnginePacket.Text) packet;
    switch (text.type()) {
      case MESSAGE -> {
        if (open) {
          server.handler().onText(this, text.data());
        }
      }
      case PONG -> {
        if (heartbeatKeepsItOpen()) {
          heartbeat.pong(server.nanoTime());
        }
      }
      case CLOSE -> {
        if (pendingPoll != null) {
          answerPoll(List.of(NOOP));
        } else if (transport == Transport.POLLING) {
          farewell = NOOP;
        }
        dropProbe(CloseCode.CLIENT_CLOSED);
        end(CloseCode.CLIENT_CLOSED, false);
      }
      case OPEN, PING, UPGRADE, NOOP -> {
        end(CloseCode.PROTOCOL_ERROR, false);
        return false;
      }
    }
    return true;
  }

  private void violated(EngineProtocolException violation) {
    LOG.log(Level.DEBUG, "A client sent {0}.", violation.reason().text());
    end(
        violation.reason() == EngineProtocolException.Reason.TOO_LARGE
            ? CloseCode.MESSAGE_TOO_BIG
            : CloseCode.PROTOCOL_ERROR,
        false);
  }

  private boolean heartbeatKeepsItOpen() {
    if (closed) {
      return false;
    }
    if (closing != null) {
      // The flush has a limit of its own, and a ping would delay the close.
      return true;
    }
    switch (heartbeat.check(server.nanoTime())) {
      case PING -> writer.offer(PING_MESSAGE);
      case EXPIRED -> end(CloseCode.PING_TIMEOUT, false);
      case NOTHING -> {}
    }
    return !closed;
  }

  private void beginClose(CloseCode code) {
    if (closed || closing != null) {
      return;
    }
    closing = code;
    open = false;
    if (!isProbeAnswered()) {
      dropProbe(code);
    }
    flushTimer =
        server.scheduler().schedule(FLUSH_LIMIT, () -> mailbox.execute(() -> end(code, true)));
    if (transport == Transport.WEBSOCKET) {
      endOnceFlushed();
    } else {
      flushPoll();
    }
  }

  private void endOnceFlushed() {
    CloseCode code = closing;
    writer.whenFlushed(() -> mailbox.execute(() -> end(code, true)));
  }

  private void endAs(CloseCode code) {
    mailbox.execute(() -> end(code, false));
  }

  /** Ends it for that cause; or for the reason why the node parts from it, where it does. */
  private void end(CloseCode cause, boolean tellClient) {
    if (closed) {
      return;
    }
    closed = true;
    CloseCode code = closing == null ? cause : closing;
    endedWith = code;
    open = false;
    heartbeat.stop();
    if (flushTimer != null) {
      flushTimer.cancel();
    }
    writer.close();
    boolean told = pendingPoll != null || transport == Transport.WEBSOCKET;
    if (pendingPoll != null) {
      answerPoll(List.of(CLOSE));
    }
    lingering = isProbeAnswered() && !told;
    if (lingering) {
      // It counts as a connection until it is gone.
      server.scheduler().schedule(FLUSH_LIMIT, () -> mailbox.execute(() -> dropProbe(code)));
    } else {
      dropProbe(code);
      lease.release();
    }
    if (channel != null) {
      channel.close(code);
    }
    if (tellClient && !told) {
      farewell = CLOSE;
    }
    server.ended(this, stillKnown());
    server.observer().closed(transport, code, Duration.ofNanos(server.nanoTime() - openedNanos));
    server.handler().onClose(this, code);
  }

  private Duration stillKnown() {
    if (farewell == null) {
      return Duration.ZERO;
    }
    return farewell == NOOP ? CROSSING : FAREWELL;
  }

  private void onFailure(Throwable failure) {
    LOG.log(Level.ERROR, "A session failed and is closed.", failure);
    if (closed) {
      return;
    }
    try {
      end(CloseCode.INTERNAL_ERROR, true);
    } catch (RuntimeException | Error again) {
      LOG.log(Level.ERROR, "A session failed while it was closed.", again);
    }
  }

  private static Frame frame(PacketType type) {
    return Frame.Text.of(PacketCodec.encodeText(type));
  }

  private final class WriterEvents implements OutboundWriter.Events {
    @Override
    public void waiting() {
      mailbox.execute(ServerSession.this::flushPoll);
    }

    @Override
    public void overflowed() {
      endAs(CloseCode.SLOW_CONSUMER);
    }

    @Override
    public void failed() {
      endAs(CloseCode.TRANSPORT_LOST);
    }

    @Override
    public void written(int bytes) {
      server.observer().sent(Transport.WEBSOCKET, bytes);
    }
  }
}
