package dev.parley.abuse;

import dev.parley.testing.JdkLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The threads of a server at one moment, as {@code jcmd} tells. */
final class ThreadDump {
  private final List<String> threads;

  ThreadDump(long pid) throws IOException, InterruptedException {
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
   * Threads inside our code that wait for a peer to read, or for a lock.
   *
   * <p>Those that close are not among them: a client that hangs up just then leaves the server's
   * own close waiting, on threads that are there for nothing else (ADR 2). Before JDK 21 they are
   * in the dump.
   */
  List<String> stuckSenders() {
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
