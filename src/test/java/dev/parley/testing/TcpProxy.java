package dev.parley.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bad link on the loopback address: it delays, goes dead without a word, or breaks.
 *
 * <p>Two threads a direction, so for a few connections only. Safe on any thread.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean dead;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(FreePort.pick(), 50, InetAddress.getLoopbackAddress());
  }

  /** Starts one in front of a port of this machine. */
  public static TcpProxy before(int port) {
    try {
      TcpProxy proxy = new TcpProxy(port);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Everything arrives later by this, in order, in each direction. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Nothing arrives any more, and nobody is told; until {@link #revive}. */
  public void goDead() {
    dead = true;
  }

  public boolean isDead() {
    return dead;
  }

  /** Ends {@link #goDead}: old connections are reset, new ones work. */
  public void revive() {
    breakAll();
    dead = false;
  }

  /** Breaks all connections; new ones work. */
  public void breakAll() {
    sockets.removeIf(
        socket -> {
          closeNow(socket);
          return true;
        });
  }

  @Override
  public void close() {
    closeNow(server);
    breakAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException refused) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void connect(Socket near) throws IOException {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      sockets.add(near);
      sockets.add(far);
      carry(near, far);
      carry(far, near);
      if (server.isClosed()) {
        breakAll();
      }
    } catch (IOException refused) {
      // What nobody listens to is refused, not left open.
      near.close();
      throw refused;
    }
  }

  private void carry(Socket from, Socket to) {
    BlockingQueue<Chunk> line = new LinkedBlockingQueue<>();
    daemon(
        () -> {
          try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              if (!dead) {
                byte[] bytes = Arrays.copyOf(buffer, n);
                line.add(new Chunk(bytes, System.nanoTime() + delay.toNanos()));
              }
            }
          } catch (IOException broken) {
            closeNow(to);
          }
          line.add(new Chunk(new byte[0], System.nanoTime()));
        });
    daemon(
        () -> {
          try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = line.take(); chunk.bytes().length > 0; chunk = line.take()) {
              TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
              out.write(chunk.bytes());
            }
          } catch (IOException broken) {
            closeNow(from);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          closeNow(to);
        });
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeNow(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception already) {
      throw new IllegalStateException(already);
    }
  }

  private record Chunk(byte[] bytes, long dueNanos) {}
}
