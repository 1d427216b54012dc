package dev.parley.bench.subject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a Redis what it holds. */
public final class RedisMeter {
  private static final int MILLIS = 5_000;

  private final int port;

  public RedisMeter(int port) {
    this.port = port;
  }

  /** Clients that are connected, this one not counted. */
  public long clients() {
    return field("clients", "connected_clients") - 1;
  }

  /** Keys of its first database. */
  public long keys() {
    return field("keyspace", "db0:keys");
  }

  /** The number of a field; 0 when it is not there. */
  private long field(String section, String name) {
    return info(section)
        .lines()
        .map(line -> line.replace("db0:keys=", "db0:keys:"))
        .filter(line -> line.startsWith(name + ':'))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).split("\\D", 2)[0]))
        .findFirst()
        .orElse(0);
  }

  private String info(String section) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      socket
          .getOutputStream()
          .write(("INFO " + section + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return bulk(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException("Redis does not answer", failure);
    }
  }

  private static String bulk(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      head.write(next);
    }
    int length = Integer.parseInt(head.toString(StandardCharsets.US_ASCII).strip().substring(1));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
