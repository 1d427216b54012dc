package dev.parley.e2e;

import dev.parley.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP proxy on a free loopback port that can cut what runs through it. */
final class CuttingProxy implements AutoCloseable {
  private final int targetPort;
  private final ServerSocket listener;
  private final ExecutorService pumps =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cutting-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  CuttingProxy(int targetPort) {
    this.targetPort = targetPort;
    try {
      this.listener = new ServerSocket(FreePort.pick(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException("No free port", failure);
    }
    pumps.execute(this::acceptAll);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Ends every connection without a word, and new ones too until {@link #restore}. */
  void takeDown() {
    refusing = true;
    cut();
  }

  void restore() {
    refusing = false;
  }

  @Override
  public void close() {
    refusing = true;
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot close the proxy", failure);
    } finally {
      cut();
      pumps.shutdownNow();
    }
  }

  private void cut() {
    open.forEach(CuttingProxy::end);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (refusing) {
          end(near);
        } else {
          connect(near);
        }
      } catch (IOException closedOrGone) {
        // The listener was closed, or one client left at once; the loop's condition tells.
      }
    }
  }

  private void connect(Socket near) {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      open.add(near);
      open.add(far);
      if (refusing) {
        cut();
      }
      pumps.execute(() -> pump(near, far));
      pumps.execute(() -> pump(far, near));
    } catch (IOException unreachable) {
      end(near);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      // What is read once it is down may be what one side says of the cut, and must not get
      // through.
      for (int count = input.read(buffer); count >= 0 && !refusing; count = input.read(buffer)) {
        output.write(buffer, 0, count);
      }
    } catch (IOException cut) {
      end(from);
    } finally {
      end(to);
      open.remove(from);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot close a socket", failure);
    }
  }
}
