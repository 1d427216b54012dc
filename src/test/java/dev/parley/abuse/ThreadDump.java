package dev.parley.abuse;

import dev.parley.testing.JdkLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads of a server at one moment, as {@code jcmd} tells. */
final class ThreadDump {
  private final List<String> threads;

  private ThreadDump(long pid) throws IOException, InterruptedException {
    Path jcmd =
        Path.of(
                ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().command())
                    .orElseThrow(() -> new IOException("no process " + pid)))
            .resolveSibling("jcmd");
    if (!Files.isExecutable(jcmd)) {
      jcmd = JdkLocator.ofThisMachine().require(Runtime.version().feature()).resolve("bin/jcmd");
    }
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("no thread dump: " + text);
    }
    threads = Arrays.asList(text.split("\n\n", -1));
  }

  /**
   * Threads that are stuck senders in two dumps in a row, some 100 ms apart: one dump alone also
   * shows who meets a lock in passing.
   */
  static List<String> stuckSenders(long pid) throws IOException, InterruptedException {
    Set<String> before =
        new ThreadDump(pid)
            .stuckSenders().stream().map(ThreadDump::heading).collect(Collectors.toSet());
    return before.isEmpty()
        ? List.of()
        : new ThreadDump(pid)
            .stuckSenders().stream().filter(thread -> before.contains(heading(thread))).toList();
  }

  /** The thread's name and numbers, without what it has done so far. */
  private static String heading(String thread) {
    return thread.lines().findFirst().orElse("").replaceFirst(" cpu=.*", "");
  }

  /**
   * Threads inside our code that wait for a peer to read, or for a lock.
   *
   * <p>Those that close are not among them: a client that hangs up while it gets our close frame
   * can leave them waiting, on threads that are there for nothing else (ADR 2). Before JDK 21 they
   * are in the dump.
   */
  private List<String> stuckSenders() {
    return threads.stream()
        .filter(thread -> thread.contains("dev.parley."))
        .filter(thread -> !thread.contains("WebSocketSink.closeSession"))
        .filter(
            thread ->
                thread.contains("State: BLOCKED")
                    || thread.contains("getBasicRemote")
                    || thread.contains("SimpleSync.simpleWait")
                    || thread.contains("WsocConnLink.okToWrite")
                    || thread.contains("WsocConnLink.waitWrite")
                    || thread.contains("flushBuffers"))
        .toList();
  }
}
