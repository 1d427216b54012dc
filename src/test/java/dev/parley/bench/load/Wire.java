package dev.parley.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A TCP connection that neither reading nor writing blocks. */
abstract class Wire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int ABORT = 0;

  private final EventLoop loop;
  private SocketChannel channel;
  private SelectionKey key;
  private ByteBuffer unread = NOTHING;
  private ByteBuffer unwritten = NOTHING;
  private boolean connected;
  private boolean ended;

  Wire(EventLoop loop) {
    this.loop = loop;
  }

  /** Connects; {@link #connected} or {@link #ended} follows, maybe at once. */
  final void dial(Route route) {
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (route.receiveBuffer() > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, route.receiveBuffer());
      }
      channel.bind(route.source());
      boolean done = channel.connect(route.target());
      key = loop.register(channel, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
      if (done) {
        begin();
      }
    } catch (IOException failure) {
      fail(failure);
    }
  }

  /** The connection stands. */
  abstract void connected() throws IOException;

  /**
   * Takes whole units from the front of what came, and leaves the rest.
   *
   * @param in not to be kept
   */
  abstract void received(ByteBuffer in) throws IOException;

  /** The connection ended, other than by {@link #end}; told once. */
  abstract void ended(String why);

  final boolean isOpen() {
    return connected && !ended;
  }

  /** Something can be done on the channel. */
  final void ready() {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        begin();
      }
      if (!ended && key.isWritable()) {
        flush();
      }
      if (!ended && key.isReadable()) {
        read();
      }
    } catch (IOException | RuntimeException failure) {
      fail(failure);
    }
  }

  private void begin() throws IOException {
    connected = true;
    connected();
  }

  private void read() throws IOException {
    ByteBuffer in = loop.scratch();
    if (unread.remaining() > in.remaining() / 2) {
      throw new IOException("a unit larger than this client is made for");
    }
    in.put(unread);
    unread = NOTHING;
    if (channel.read(in) < 0) {
      throw new EOFException("closed by the server");
    }
    in.flip();
    received(in);
    if (in.hasRemaining() && !ended) {
      unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
    }
  }

  /**
   * Sends bytes, or keeps a copy of those that have to wait.
   *
   * @param bytes may be used again afterwards
   */
  final void write(ByteBuffer bytes) {
    if (ended) {
      return;
    }
    try {
      if (!unwritten.hasRemaining()) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        unwritten =
            ByteBuffer.allocate(unwritten.remaining() + bytes.remaining())
                .put(unwritten)
                .put(bytes)
                .flip();
        key.interestOpsOr(SelectionKey.OP_WRITE);
      }
    } catch (IOException failure) {
      // Told later: who writes is in the middle of something.
      loop.execute(() -> fail(failure));
    }
  }

  private void flush() throws IOException {
    channel.write(unwritten);
    if (!unwritten.hasRemaining()) {
      unwritten = NOTHING;
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  /** Reads no more; the server's bytes pile up. */
  final void stall() {
    if (!ended) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
    }
  }

  /** Closes, when that has not happened yet. */
  final void end() {
    if (!ended) {
      ended = true;
      close();
    }
  }

  /** Breaks off: the server sees a reset. */
  final void abort() {
    if (!ended) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, ABORT);
      } catch (IOException alreadyGone) {
        System.err.println("no reset: " + alreadyGone);
      }
      end();
    }
  }

  private void fail(Exception failure) {
    if (!ended) {
      ended = true;
      close();
      ended(String.valueOf(failure.getMessage() == null ? failure : failure.getMessage()));
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      System.err.println("not closed: " + alreadyGone);
    }
  }
}
