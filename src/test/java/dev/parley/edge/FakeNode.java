package dev.parley.edge;

import dev.parley.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that notes every request and answers as it is told, so that a test can see what a proxy
 * made of a request.
 */
final class FakeNode implements AutoCloseable {
  /** Takes the request and closes the connection without an answer. */
  static final int HANGS_UP = 0;

  private final ServerSocket server;
  private final Thread acceptor;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile int status;

  FakeNode(int status) {
    this.status = status;
    try {
      server = new ServerSocket(FreePort.pick(), 4_096, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    acceptor = daemon(this::accept);
  }

  /** A request as it arrived; header names in lower case. */
  record Seen(String method, String target, Map<String, String> headers) {}

  int port() {
    return server.getLocalPort();
  }

  /** What it answers from now on: a status, or {@link #HANGS_UP}. */
  void answer(int newStatus) {
    this.status = newStatus;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  Seen only() {
    if (seen.size() != 1) {
      throw new AssertionError("not one request: " + seen);
    }
    return seen.get(0);
  }

  void forget() {
    seen.clear();
  }

  /**
   * Listens no longer when it returns. Closing the socket is not enough for that: the kernel keeps
   * it open, and takes connections, until the thread that waits in {@code accept} has left it.
   */
  @Override
  public void close() {
    try {
      server.close();
      acceptor.join();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted while a fake node was closed", interrupted);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] first = reader.readLine().split(" ", -1);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
      }
      reader.skip(Long.parseLong(headers.getOrDefault("content-length", "0")));
      seen.add(new Seen(first[0], first[1], headers));
      if (status != HANGS_UP) {
        socket.getOutputStream().write(answer().getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String answer() {
    return "HTTP/1.1 " + status + " Told\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "fake-node");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
