package dev.parley.platform.lifecycle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Ends this JVM.
 *
 * <p>On threads of the JVM and not of the server, which takes its own away while it stops.
 */
final class JvmEnd implements ProcessEnd {
  private static final Logger LOG = System.getLogger(JvmEnd.class.getName());

  @Override
  public void atTheLatest(Duration limit, BooleanSupplier clean) {
    start(
        "parley-exit-limit",
        () -> {
          try {
            Thread.sleep(limit.toMillis());
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return;
          }
          Runtime.getRuntime().halt(clean.getAsBoolean() ? 0 : 1);
        });
  }

  @Override
  public void exit() {
    LOG.log(Level.INFO, "The process ends");
    // The server's shutdown hook stops it, and with it the application and its connections.
    start("parley-exit", () -> System.exit(0));
  }

  private static void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }
}
