package dev.parley.testing.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection to a loopback port, byte by byte when wanted.
 *
 * <p>Requests are written as given: nothing is corrected, added (but for {@link #request}) or
 * retried. Used by one thread at a time; every wait has a bound.
 */
public final class RawHttp implements AutoCloseable {
  /** How long the short forms wait for an answer. */
  public static final Duration REPLY_BOUND = Duration.ofSeconds(5);

  private final Wire wire;

  RawHttp(Wire wire) {
    this.wire = wire;
  }

  public static RawHttp connect(int port) throws IOException {
    return new RawHttp(Wire.open(port, null, 0));
  }

  /** Connects from a source address of the loopback network, as {@code 127.0.0.7}. */
  public static RawHttp connect(int port, String from) throws IOException {
    return new RawHttp(Wire.open(port, from, 0));
  }

  /** A GET on a connection of its own; headers as {@code "Name: value"}. */
  public static HttpReply get(int port, String target, String... headers) throws IOException {
    return exchange(port, "GET", target, null, headers);
  }

  /** A POST of text on a connection of its own. */
  public static HttpReply post(int port, String target, String body, String... headers)
      throws IOException {
    return exchange(port, "POST", target, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Any method, with a body or (null) without, on a connection of its own. */
  public static HttpReply exchange(
      int port, String method, String target, byte[] body, String... headers) throws IOException {
    try (RawHttp http = connect(port)) {
      http.request(method, target, body, headers);
      return http.reply(REPLY_BOUND);
    }
  }

  /**
   * Writes a whole request, with {@code Host} and, where there is a body, {@code Content-Length}
   * and (unless given) a text {@code Content-Type}.
   */
  public void request(String method, String target, byte[] body, String... headers)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(latin1(head(method, target, body == null ? -1 : body.length, headers)));
    if (body != null) {
      request.writeBytes(body);
    }
    wire.write(request.toByteArray());
  }

  /** The head of a request, ending with its empty line; a negative length leaves it out. */
  public static String head(String method, String target, long contentLength, String... headers) {
    StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
    String given = String.join("\n", headers).toLowerCase(Locale.ROOT);
    if (!given.contains("host:")) {
      head.append("Host: 127.0.0.1\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (contentLength >= 0) {
      head.append("Content-Length: ").append(contentLength).append("\r\n");
      if (!given.contains("content-type:")) {
        head.append("Content-Type: text/plain;charset=UTF-8\r\n");
      }
    }
    return head.append("\r\n").toString();
  }

  /** Writes text as it is, each char one byte. */
  public void write(String latin1) throws IOException {
    wire.write(latin1(latin1));
  }

  public void write(byte[] bytes) throws IOException {
    wire.write(bytes);
  }

  /** Reads the next response to its end: by length, by chunks, or to the end of the stream. */
  public HttpReply reply(Duration within) throws IOException {
    long deadline = Wire.deadline(within);
    String status = wire.readLine(deadline);
    if (status == null) {
      throw new EOFException("the server closed the connection without an answer");
    }
    if (!status.startsWith("HTTP/1.1 ") || status.length() < 12) {
      throw new IOException("not a status line: " + status);
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = wire.readLine(deadline);
        line != null && !line.isEmpty();
        line = wire.readLine(deadline)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status.substring(9, 12));
    byte[] body = code == 101 || code == 204 || code == 304 ? new byte[0] : body(headers, deadline);
    return new HttpReply(code, status.substring(12).strip(), headers, body, System.nanoTime());
  }

  private byte[] body(Map<String, List<String>> headers, long deadline) throws IOException {
    if (headers.containsKey("content-length")) {
      return wire.readFully(Integer.parseInt(headers.get("content-length").get(0)), deadline);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (headers.containsKey("transfer-encoding")) {
      while (true) {
        int size = Integer.parseInt(wire.readLine(deadline).split(";", 2)[0].strip(), 16);
        body.writeBytes(wire.readFully(size, deadline));
        wire.readLine(deadline);
        if (size == 0) {
          return body.toByteArray();
        }
      }
    }
    for (int next = wire.read(deadline); next >= 0; next = wire.read(deadline)) {
      body.write(next);
    }
    return body.toByteArray();
  }

  /**
   * Waits for the server to end the connection, dropping what it still sends.
   *
   * @return true when it did, false when it is still open after the time given
   */
  public boolean awaitEnd(Duration within) throws IOException {
    long deadline = Wire.deadline(within);
    try {
      int next = wire.read(deadline);
      while (next >= 0) {
        next = wire.read(deadline);
      }
      return true;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Reads to the end of the connection and returns all of it; an AssertionError if none comes. */
  public String rest(Duration within) throws IOException {
    long deadline = Wire.deadline(within);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int next = wire.read(deadline); next >= 0; next = wire.read(deadline)) {
        rest.write(next);
      }
    } catch (SocketTimeoutException open) {
      throw new AssertionError("the connection is still open after: " + rest, open);
    } catch (SocketException reset) {
      return rest.toString(StandardCharsets.ISO_8859_1);
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  /** Says that no more bytes follow; answers can still be read. */
  public void finish() throws IOException {
    wire.finish();
  }

  /** The address that the server sees. */
  public String localAddress() {
    return wire.localAddress();
  }

  /** Ends the connection with a TCP reset. */
  public void reset() throws IOException {
    wire.reset();
  }

  @Override
  public void close() {
    wire.close();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
