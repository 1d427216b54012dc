package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks Redis what it holds, in commands whose answer is one line. */
final class ReferenceRedis implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader answers;

  private ReferenceRedis(Socket socket) throws IOException {
    this.socket = socket;
    this.answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  static ReferenceRedis connect(int port) throws IOException {
    return new ReferenceRedis(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** The answer as it came: {@code :1}, {@code +OK}, {@code -ERR ...}. */
  String ask(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return answers.readLine();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
