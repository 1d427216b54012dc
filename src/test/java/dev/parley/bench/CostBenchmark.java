package dev.parley.bench;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.Project;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures what a connection and a delivered broadcast cost, next to Open Liberty alone.
 *
 * <p>Prints a table and writes it to {@code docs/COSTS.md}. Linux only; takes about three minutes.
 */
public final class CostBenchmark {
  private static final int IDLE = Integer.getInteger("bench.idle", 5_000);
  private static final int RECEIVERS = Integer.getInteger("bench.receivers", 1_000);
  private static final int WARM_UP = 400;
  private static final int ROUNDS = 5;
  private static final int MESSAGES = 200;
  private static final String HEAP = "-Xmx1g";
  private static final Path JAVA_HOME =
      Path.of(System.getProperty("parley.it.java.home", System.getProperty("java.home")));

  private CostBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> tokens = tokens(IDLE);
    try (Subject parley =
            new Subject("Parley", server("bench-parley", WarAssembly.product()), JAVA_HOME);
        Subject bare = new Subject("Liberty alone", server("bench-bare", bareWar()), JAVA_HOME)) {
      bare.measureIdle(new BareDialogue(), IDLE);
      parley.measureIdle(new ParleyDialogue("/", tokens::get), IDLE);

      parley.gather(
          new ParleyDialogue("/global-chat", tokens::get),
          RECEIVERS,
          WARM_UP,
          CostBenchmark::chatMessage);
      String sameSize = "x".repeat(parley.frameBytes());
      bare.gather(new BareDialogue(), RECEIVERS, WARM_UP, number -> sameSize);
      for (int round = 0; round < ROUNDS; round++) {
        parley.measureDelivery(MESSAGES, RECEIVERS, CostBenchmark::chatMessage);
        bare.measureDelivery(MESSAGES, RECEIVERS, number -> sameSize);
      }

      String report = new CostReport(parley, bare).markdown(conditions(parley, bare));
      Files.writeString(Project.root().resolve("docs/COSTS.md"), report);
      System.out.println(report);
    }
  }

  private static String chatMessage(int number) {
    return "42/global-chat,[\"chat:message\",{\"content\":\"twenty-four bytes of"
        + " text\",\"tempId\":\"t"
        + number
        + "\"}]";
  }

  private static LibertyServer server(String name, WarAssembly war) {
    return TestServers.trusting(TestServers.keys(), LibertyServer.named(name))
        .war(war)
        .javaHome(JAVA_HOME)
        .jvmOption(HEAP)
        .config("parley.limits.connections-per-ip", "100000")
        .config("parley.limits.events-per-socket", "1000000")
        .config("parley.limits.messages-per-user", "1000000")
        .config("parley.limits.global-chat-messages-per-user", "1000000")
        .start();
  }

  private static WarAssembly bareWar() {
    return WarAssembly.product().without("dev/parley").with("dev/parley/bench/bare");
  }

  private static List<String> tokens(int count) {
    TestTokens issuer = new TestTokens(TestServers.keys());
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(index -> issuer.forUser("bench-" + index))
        .toList();
  }

  private static List<String> conditions(Subject parley, Subject bare) throws IOException {
    return List.of(
        "Machine: "
            + CostReport.processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + "; load client and servers share it.",
        "JDK: "
            + release("IMPLEMENTOR")
            + ' '
            + release("JAVA_VERSION")
            + ", "
            + HEAP
            + ", otherwise the options of `src/main/liberty/config/jvm.options`.",
        "Connections: "
            + IDLE
            + " idle. Parley: Socket.IO over WebSocket, namespace `/`, a user and a verified token"
            + " each, heartbeat by default. Liberty alone: a bare `@ServerEndpoint`.",
        "Heap and RSS are read after full collections, as the growth by these connections, after"
            + " 1 000 others came and went. Kernel memory of sockets is in neither.",
        "Deliveries: "
            + RECEIVERS
            + " receivers, one message at a time, the next when all have it; "
            + ROUNDS
            + " rounds by turns of "
            + MESSAGES
            + " messages, the median counts; "
            + WARM_UP
            + " messages before. CPU is utime + stime of the server's process.",
        "Frames: "
            + parley.frameBytes()
            + " bytes of payload for Parley (`chat:message` in `/global-chat`, limits raised), "
            + bare.frameBytes()
            + " for Liberty alone, which sends by blocking `sendText` on the reading thread and has"
            + " no defence against a client that stops reading.");
  }

  private static String release(String key) throws IOException {
    return Files.readAllLines(JAVA_HOME.resolve("release")).stream()
        .filter(line -> line.startsWith(key + '='))
        .map(line -> line.substring(key.length() + 1).replace("\"", ""))
        .findFirst()
        .orElse("?");
  }
}
