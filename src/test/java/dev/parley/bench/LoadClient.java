package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many WebSockets on one thread, from several addresses of the loopback network.
 *
 * <p>The caller's thread is that thread: nothing is read, and no ping answered, outside of the
 * methods that run it. Every one of them has a bound.
 */
final class LoadClient implements AutoCloseable {
  private static final int HANDSHAKES_AT_ONCE = 32;
  private static final int ADDRESSES = 20;

  private final int port;
  private final Dialogue dialogue;
  private final Selector selector;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final List<LoadConnection> connections = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 17);
  private int ready;
  private long delivered;
  private int frameBytes;

  LoadClient(int port, Dialogue dialogue) throws IOException {
    this.port = port;
    this.dialogue = dialogue;
    this.selector = Selector.open();
  }

  /** Opens connections until there are as many as said, and all are ready. */
  void openUntil(int count, Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    while (ready < count) {
      while (connections.size() < count && connections.size() - ready < HANDSHAKES_AT_ONCE) {
        connect();
      }
      turn(deadline, "only " + ready + " of " + count + " connections are ready");
    }
  }

  private void connect() throws IOException {
    int index = connections.size();
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.bind(new InetSocketAddress(loopback(2 + index % ADDRESSES), 0));
    channel.connect(new InetSocketAddress(loopback(1), port));
    channel.configureBlocking(false);
    LoadConnection connection = new LoadConnection(index, channel, dialogue);
    connections.add(connection);
    channel.register(selector, SelectionKey.OP_READ, connection);
    connection.greet();
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /** Sends a text on one connection, and waits until so many more deliveries have come. */
  void broadcast(int connection, String text, long deliveries, Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    long goal = delivered + deliveries;
    connections.get(connection).say(text);
    while (delivered < goal) {
      turn(deadline, (goal - delivered) + " deliveries are missing");
    }
  }

  /** Reads, answers pings and forgets, for a while. */
  void idle(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      select(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
  }

  /** Payload bytes of the delivery that came last. */
  int frameBytes() {
    return frameBytes;
  }

  private void turn(long deadline, String missing) throws IOException {
    if (System.nanoTime() > deadline) {
      throw new IOException("out of time: " + missing);
    }
    select(100);
  }

  private void select(long millis) throws IOException {
    selector.select(millis);
    for (SelectionKey key : selector.selectedKeys()) {
      LoadConnection connection = (LoadConnection) key.attachment();
      if (key.isWritable()) {
        connection.flush(key);
      }
      if (key.isReadable()) {
        boolean before = connection.isReady();
        int count = connection.read(key, scratch);
        delivered += count;
        if (count > 0) {
          frameBytes = connection.lastSize();
        }
        ready += !before && connection.isReady() ? 1 : 0;
      }
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
