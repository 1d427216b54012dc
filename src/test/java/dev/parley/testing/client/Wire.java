package dev.parley.testing.client;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection on which nothing waits without a bound.
 *
 * <p>Reads take a deadline; a write that the peer does not take in {@value #WRITE_BOUND_SECONDS} s
 * closes the connection. One thread reads, one writes; {@link #close} is safe on any.
 */
final class Wire implements AutoCloseable {
  static final int CONNECT_BOUND_MS = 5_000;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int WRITE_BOUND_SECONDS = 10;
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[16_384];
  private int position;
  private int limit;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
  }

  /**
   * Connects to a loopback port.
   *
   * @param from the source address, or null for the usual one
   * @param receiveBufferBytes what the kernel may take in while nobody reads; 0 for its default
   */
  static Wire open(int port, String from, int receiveBufferBytes) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      if (from != null) {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      }
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), CONNECT_BOUND_MS);
      return new Wire(socket);
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    ScheduledFuture<?> bound = WATCH.schedule(this::close, WRITE_BOUND_SECONDS, TimeUnit.SECONDS);
    try {
      out.write(bytes, offset, length);
      out.flush();
    } finally {
      bound.cancel(false);
    }
  }

  /**
   * Reads one byte.
   *
   * @return the byte, or -1 at the end of the stream
   * @throws SocketTimeoutException when there is none by the deadline
   */
  int read(long deadlineNanos) throws IOException {
    return position < limit || fill(deadlineNanos) ? buffer[position++] & 0xff : -1;
  }

  byte[] readFully(int length, long deadlineNanos) throws IOException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      if (position == limit && !fill(deadlineNanos)) {
        throw new EOFException("the peer closed after " + done + " of " + length + " bytes");
      }
      int part = Math.min(limit - position, length - done);
      System.arraycopy(buffer, position, bytes, done, part);
      position += part;
      done += part;
    }
    return bytes;
  }

  /** Reads a line without its CRLF; null at the end of the stream. */
  String readLine(long deadlineNanos) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = read(deadlineNanos);
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = read(deadlineNanos);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private boolean fill(long deadlineNanos) throws IOException {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    socket.setSoTimeout((int) Math.max(1, Math.min(leftMillis, Integer.MAX_VALUE)));
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  String localAddress() {
    return socket.getLocalAddress().getHostAddress();
  }

  /** Ends the connection with a reset instead of a FIN, as a crashed peer's kernel does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says that no more bytes follow; reading goes on. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      throw new UncheckedIOException(alreadyBroken);
    }
  }

  static long deadline(Duration within) {
    return System.nanoTime() + within.toNanos();
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "raw-client-write-bound");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
