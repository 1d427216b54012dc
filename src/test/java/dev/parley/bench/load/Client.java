package dev.parley.bench.load;

import dev.parley.bench.bare.BareEndpoint;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One Socket.IO client (protocol 5) in one namespace, with a token. */
final class Client implements EngineLink.Listener {
  private static final Message PONG = Message.of("3");
  private static final Message HELLO = Message.of(BareEndpoint.HELLO);
  private static final Needle HELLO_BACK = new Needle(BareEndpoint.HELLO);

  private final int index;
  private final GroupOrder order;
  private final String token;
  private final Home home;
  private final Packets packets;
  private final EngineLink link;
  private long begunNanos;
  private boolean settled;
  private boolean welcomed;
  private boolean over;

  /** Whom it belongs to, on its loop. */
  interface Home {
    /** It is connected and had its welcome; told once. */
    void ready(Client client);

    /** The server ended or refused it; told once. */
    void ended(Client client, String why);

    /**
     * A message that counts.
     *
     * @param payload not to be kept
     */
    void delivered(Client client, ByteBuffer payload);

    /** An ack. */
    void acked(Client client, long id, boolean good);

    /** An {@code error} event. */
    void complained(Client client, String what);
  }

  /**
   * Prepares one.
   *
   * @param index its number among all members of its group
   */
  Client(EventLoop loop, int index, GroupOrder order, Packets packets, String token, Home home) {
    this.index = index;
    this.order = order;
    this.packets = packets;
    this.token = token;
    this.home = home;
    Route route =
        Route.of(index, order.ports().get(index % order.ports().size()), order.receiveBuffer());
    this.link =
        switch (order.transport()) {
          case WEBSOCKET -> new WebSocketLink(loop, WebSocketLink.TARGET, route, this);
          case BARE -> new WebSocketLink(loop, "/bare", route, this);
          case POLLING -> new PollingLink(loop, route, false, this);
          case UPGRADE -> new PollingLink(loop, route, true, this);
        };
  }

  int index() {
    return index;
  }

  /** When it began to connect, or was to. */
  long begunNanos() {
    return begunNanos;
  }

  boolean isReady() {
    return settled && welcomed && !over;
  }

  /** Whether it was ready once. */
  boolean wasReady() {
    return settled && welcomed;
  }

  /**
   * Connects.
   *
   * @param dueNanos when it was to
   */
  void dial(long dueNanos) {
    begunNanos = dueNanos;
    link.dial();
  }

  void send(Message message) {
    link.send(message);
  }

  /** Leaves as a client does that goes. */
  void leave() {
    if (!over) {
      over = true;
      if (welcomed && order.transport() != Transport.BARE) {
        link.send(packets.goodbye());
      }
      link.leave();
    }
  }

  /** Breaks off. */
  void abort() {
    over = true;
    link.abort();
  }

  void stall() {
    link.stall();
  }

  @Override
  public void settled() {
    settled = true;
    if (order.transport() == Transport.BARE) {
      link.send(HELLO);
    }
    tellReady();
  }

  private void tellReady() {
    if (isReady()) {
      home.ready(this);
    }
  }

  @Override
  public void packet(ByteBuffer packet) {
    if (order.transport() == Transport.BARE) {
      bare(packet);
      return;
    }
    switch (packet.get(packet.position())) {
      case '0' -> link.send(packets.connect(token));
      case '1' -> refuse("closed by an Engine.IO packet");
      case '2' -> link.send(PONG);
      case '4' -> socketPacket(packet);
      default -> {
        // 6 releases a poll; there is nothing to do about it.
      }
    }
  }

  private void bare(ByteBuffer packet) {
    if (welcomed) {
      home.delivered(this, packet);
    } else if (HELLO_BACK.leads(packet)) {
      welcomed = true;
      tellReady();
    }
  }

  private void socketPacket(ByteBuffer packet) {
    switch (packets.kindOf(packet)) {
      case DELIVERY -> home.delivered(this, packet);
      case ACK -> home.acked(this, packets.ackId(packet), packets.isGood(packet));
      case WELCOME -> {
        welcomed = true;
        tellReady();
      }
      case ERROR -> home.complained(this, text(packet));
      case REFUSAL -> refuse("refused: " + text(packet));
      case NOISE -> {
        // Other events of the namespace.
      }
    }
  }

  private void refuse(String why) {
    if (!over) {
      over = true;
      link.abort();
      home.ended(this, why);
    }
  }

  @Override
  public void ended(String why) {
    if (!over) {
      over = true;
      home.ended(this, why);
    }
  }

  private static String text(ByteBuffer packet) {
    return StandardCharsets.UTF_8.decode(packet.duplicate()).toString();
  }
}
