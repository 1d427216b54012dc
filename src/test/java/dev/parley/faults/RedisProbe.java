package dev.parley.faults;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks a Redis of this machine, one command a connection. */
final class RedisProbe {
  private static final int BOUND_MILLIS = 5_000;

  private final int port;

  RedisProbe(int port) {
    this.port = port;
  }

  /** All keys. */
  List<String> keys() {
    return texts(ask("KEYS", "*"));
  }

  /** Milliseconds; -1 for a key that stays, -2 for one that is gone. */
  long ttlMillis(String key) {
    return (Long) ask("PTTL", key);
  }

  long sortedSetSize(String key) {
    return (Long) ask("ZCARD", key);
  }

  /** Channels that somebody listens to. */
  List<String> channels() {
    return texts(ask("PUBSUB", "CHANNELS"));
  }

  /** How many listen to a channel. */
  long listeners(String channel) {
    return (Long) ((List<?>) ask("PUBSUB", "NUMSUB", channel)).get(1);
  }

  private static List<String> texts(Object array) {
    return ((List<?>) array).stream().map(String.class::cast).toList();
  }

  private Object ask(String... command) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BOUND_MILLIS);
      socket.setSoTimeout(BOUND_MILLIS);
      StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
      for (String word : command) {
        int bytes = word.getBytes(StandardCharsets.UTF_8).length;
        request.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException failure) {
      throw new UncheckedIOException("Redis did not answer " + command[0], failure);
    }
  }

  private static Object answer(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> Long.valueOf(rest);
      case '$' -> text(in, Integer.parseInt(rest));
      case '*' -> {
        List<Object> items = new ArrayList<>();
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          items.add(answer(in));
        }
        yield items;
      }
      default -> throw new IOException("Redis answered " + line);
    };
  }

  private static String text(InputStream in, int bytes) throws IOException {
    if (bytes < 0) {
      return "";
    }
    byte[] text = in.readNBytes(bytes);
    line(in);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("Redis closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
