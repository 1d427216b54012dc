package dev.parley.faults;

import dev.parley.testing.NodeScripts;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One Node.js process full of clients; it ends with its input, so also when this JVM dies. */
final class BotProcess implements AutoCloseable {
  private static final int END_SECONDS = 5;

  private final Process process;
  private final BufferedWriter orders;

  /**
   * Starts it.
   *
   * @param tellings takes each line that it tells, on a thread of its own
   */
  BotProcess(String name, Consumer<String> tellings) {
    this.process = NodeScripts.converse("fault-bots.js");
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(tellings), name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Consumer<String> tellings) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tellings.accept(line);
      }
    } catch (IOException ended) {
      tellings.accept("ended\t" + ended);
    }
  }

  /** Gives one order. */
  synchronized void order(String json) {
    try {
      orders.write(json);
      orders.newLine();
      orders.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException("The clients' process is gone", failure);
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
