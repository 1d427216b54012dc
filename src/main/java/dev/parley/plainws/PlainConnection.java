package dev.parley.plainws;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.session.Transport;
import dev.parley.engineio.transport.InboundMessages;
import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.outbound.OutboundWriter;
import dev.parley.outbound.WriteStripe;
import dev.parley.socketio.protocol.PayloadReader;
import dev.parley.socketio.protocol.SocketProtocolException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One client on {@code /ws} and its one socket.
 *
 * <p>Messages come on an I/O thread, one at a time; the gateway, the heartbeat and the writer call
 * on others. Nothing here blocks.
 */
final class PlainConnection implements InboundMessages.Receiver, SocketLink {
  private static final System.Logger LOG = System.getLogger(PlainConnection.class.getName());
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  /** Objects of the wrong shape before a client is cut off; the gateway's limits never see them. */
  static final int MAX_MISSHAPEN = 10;

  private final PlainChannel channel;
  private final Scheduler scheduler;
  private final PayloadReader reader;
  private final Runnable ended;
  private final OutboundWriter writer;
  private final PlainHeartbeat heartbeat;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile SocketInbox inbox;
  private int misshapen;

  /**
   * A connection that is not open yet.
   *
   * @param ended called once, when it is over
   */
  PlainConnection(
      PlainChannel channel,
      EngineSettings settings,
      WriteStripe stripe,
      Scheduler scheduler,
      PayloadReader reader,
      Runnable ended) {
    this.channel = channel;
    this.scheduler = scheduler;
    this.reader = reader;
    this.ended = ended;
    this.writer = new OutboundWriter(settings.outboundBudget(), stripe, new WriterEvents());
    this.heartbeat =
        new PlainHeartbeat(
            scheduler,
            settings.pingInterval(),
            settings.pingTimeout(),
            () -> writer.offer(PlainChannel.PING_MESSAGE),
            () -> close(CloseCode.PING_TIMEOUT));
  }

  /** Opens the socket; to be called first. */
  void open(Gateway gateway, String namespace, Handshake handshake) {
    writer.attach(channel);
    heartbeat.start();
    inbox = gateway.open(namespace, RandomId.next(), handshake, JsonValue.EMPTY_JSON_OBJECT, this);
    if (over.get()) {
      // It ended while it was opened: whoever ended it found no inbox.
      inbox.closed(CloseCode.TRANSPORT_LOST);
    }
  }

  void pong() {
    heartbeat.pong();
  }

  /** The WebSocket is gone, or has to go; idempotent. */
  void close(CloseCode code) {
    closing.set(true);
    channel.close(code);
    end(code);
  }

  @Override
  public void text(String text, int bytes) {
    if (closing.get()) {
      return;
    }
    JsonObject message = object(text);
    if (message == null) {
      writer.offer(
          PlainFrames.error(
              PlainFrames.errorJson(ErrorCode.MALFORMED, "A message has to be one JSON object.")));
      closeAfterFlush(CloseCode.PROTOCOL_ERROR);
      return;
    }
    try {
      PlainRequest request = PlainRequest.of(message);
      Consumer<Acknowledgement> answer = request.id() == null ? null : answerOnce(request.id());
      inbox.event(request.event(), request.arguments(), answer, bytes);
    } catch (ParleyException wrongShape) {
      misshapen(message, wrongShape);
    }
  }

  @Override
  public void binary(byte[] bytes) {
    close(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  public void broken(CloseCode code) {
    close(code);
  }

  @Override
  public Optional<String> transport() {
    return Optional.of(Transport.WEBSOCKET.wireName());
  }

  @Override
  public void connected(String socketId, String pid) {
    // The welcome is an event; nothing else is said.
  }

  @Override
  public void refused(ErrorReply error, String json) {
    writer.offer(PlainFrames.error(json));
    closeAfterFlush(CloseCode.ofRefusal(error.code()));
  }

  @Override
  public void deliver(EncodedEvent event) {
    writer.offer(event.as(PlainFrames.FORMAT));
  }

  /** This protocol has no acks of clients: the event is sent, and whoever waits times out. */
  @Override
  public void deliver(EncodedEvent event, long ackId) {
    deliver(event);
  }

  @Override
  public void disconnect(CloseCode code) {
    if (code.resumable()) {
      close(code);
    } else {
      closeAfterFlush(code);
    }
  }

  private JsonObject object(String text) {
    try {
      return reader.value(text, 0) instanceof JsonObject message ? message : null;
    } catch (SocketProtocolException malformed) {
      LOG.log(Level.DEBUG, "A client sent {0}", malformed.getMessage());
      return null;
    }
  }

  private void misshapen(JsonObject message, ParleyException wrongShape) {
    String json = PlainFrames.errorJson(wrongShape.code(), wrongShape.getMessage());
    JsonValue id = null;
    try {
      id = PlainRequest.id(message);
    } catch (ParleyException wrongId) {
      LOG.log(Level.DEBUG, "A client sent an id that cannot be answered");
    }
    writer.offer(id == null ? PlainFrames.error(json) : PlainFrames.error(id, json));
    if (++misshapen > MAX_MISSHAPEN) {
      closeAfterFlush(CloseCode.POLICY_VIOLATION);
    }
  }

  private Consumer<Acknowledgement> answerOnce(JsonValue id) {
    AtomicBoolean answered = new AtomicBoolean();
    return answer -> {
      if (answered.compareAndSet(false, true)) {
        writer.offer(PlainFrames.ack(id, answer));
      }
    };
  }

  /** Ends it once all that waits was written, or after two seconds; idempotent. */
  void closeAfterFlush(CloseCode code) {
    if (closing.compareAndSet(false, true)) {
      Scheduler.Timeout limit = scheduler.schedule(FLUSH_LIMIT, () -> close(code));
      writer.whenFlushed(
          () -> {
            limit.cancel();
            close(code);
          });
    }
  }

  private void end(CloseCode code) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    heartbeat.stop();
    writer.close();
    SocketInbox opened = inbox;
    if (opened != null) {
      opened.closed(code);
    }
    ended.run();
  }

  private final class WriterEvents implements OutboundWriter.Events {
    @Override
    public void waiting() {
      // A sink is attached from the start: whoever writes comes back for it.
    }

    @Override
    public void overflowed() {
      close(CloseCode.SLOW_CONSUMER);
    }

    @Override
    public void failed() {
      close(CloseCode.TRANSPORT_LOST);
    }
  }
}
