package dev.parley.bench.fleet;

import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.order.Fields;
import dev.parley.bench.order.Verb;
import dev.parley.testing.Project;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jose4j.jws.JsonWebSignature;
import org.slf4j.LoggerFactory;

/** One process of the load generator; it ends with this JVM. Safe on any thread. */
final class LoadProcess implements AutoCloseable {
  private static final long END_SECONDS = 10;

  /** Asks for more open files, which not everybody may have, and becomes the command. */
  private static final String MORE_FILES = "ulimit -n 65536 2>/dev/null; exec \"$@\"";

  private final String name;
  private final Process process;
  private final Writer orders;
  private final Path errors;
  private final Map<Long, CompletableFuture<Fields>> open = new ConcurrentHashMap<>();
  private long last;

  LoadProcess(int part, int parts) {
    this.name = "load generator " + part;
    Path folder = Project.target().resolve("bench");
    this.errors = folder.resolve("load-" + part + ".log");
    ProcessBuilder command =
        new ProcessBuilder(
            "sh",
            "-c",
            MORE_FILES,
            "sh",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xms256m",
            "-Xmx3g",
            "-XX:+UseSerialGC",
            "-Dbasedir=" + Project.root(),
            "-cp",
            classPath(),
            LoadGenerator.class.getName(),
            Integer.toString(part),
            Integer.toString(parts));
    try {
      Files.createDirectories(folder);
      this.process = command.redirectError(errors.toFile()).start();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot start the " + name, failure);
    }
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  /** What it needs, and no more: the benchmark's own class path may be one of Maven's. */
  private static String classPath() {
    return Stream.of(
            LoadGenerator.class, Histogram.class, JsonWebSignature.class, LoggerFactory.class)
        .map(LoadProcess::placeOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Gives an order; the answer comes when it is carried out. */
  CompletableFuture<Fields> tell(Verb verb, Fields fields) {
    CompletableFuture<Fields> answer = new CompletableFuture<>();
    synchronized (orders) {
      long number = ++last;
      open.put(number, answer);
      try {
        orders.write(number + " " + verb + ' ' + fields + '\n');
        orders.flush();
      } catch (IOException failure) {
        answer.completeExceptionally(broken(failure.getMessage()));
      }
    }
    return answer;
  }

  private void read() {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        String[] parts = line.split(" ", 3);
        CompletableFuture<Fields> answer = open.remove(Long.valueOf(parts[0]));
        Fields fields = Fields.parse(parts[2]);
        if (parts[1].equals("ok")) {
          answer.complete(fields);
        } else {
          answer.completeExceptionally(broken(fields.text("why")));
        }
      }
    } catch (IOException | RuntimeException failure) {
      end(failure.toString());
    }
    end("it ended");
  }

  private void end(String why) {
    open.values().forEach(answer -> answer.completeExceptionally(broken(why)));
  }

  private IllegalStateException broken(String why) {
    return new IllegalStateException("The " + name + ": " + why + " (" + errors + ")");
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
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
