package dev.parley.platform.lifecycle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * Takes SIGTERM away from the JVM, whose own answer is to run the server's shutdown hook at once.
 *
 * <p>Through {@code sun.misc.Signal}, the only way there is (module {@code jdk.unsupported}); by
 * its name, because the compiler warns of it in a way that cannot be silenced. Where the JVM does
 * not allow it ({@code -Xrs}) SIGTERM stays what it is, and a node is drained by the admin call
 * alone.
 */
final class TermSignal {
  private static final Logger LOG = System.getLogger(TermSignal.class.getName());

  private final Method handle;
  private final Object signal;
  private final Object former;

  private TermSignal(Method handle, Object signal, Object former) {
    this.handle = handle;
    this.signal = signal;
    this.former = former;
  }

  /**
   * Installs a handler.
   *
   * @param action run for each signal, on a thread of the JVM; must not block
   * @return what takes it back; empty where the JVM does not allow it
   */
  static Optional<TermSignal> install(Runnable action) {
    try {
      ClassLoader jdk = ClassLoader.getPlatformClassLoader();
      Class<?> type = Class.forName("sun.misc.Signal", true, jdk);
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler", true, jdk);
      Object handler =
          Proxy.newProxyInstance(
              jdk,
              new Class<?>[] {handlerType},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "drain on SIGTERM";
                  });
      Object signal = type.getConstructor(String.class).newInstance("TERM");
      Method handle = type.getMethod("handle", type, handlerType);
      return Optional.of(new TermSignal(handle, signal, handle.invoke(null, signal, handler)));
    } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
      Throwable cause =
          unavailable instanceof InvocationTargetException && unavailable.getCause() != null
              ? unavailable.getCause()
              : unavailable;
      LOG.log(
          Level.WARNING,
          "SIGTERM will not drain this node, only POST /api/admin/drain does: {0}",
          cause.toString());
      return Optional.empty();
    }
  }

  /** Brings back what was there before. */
  void remove() throws ReflectiveOperationException {
    handle.invoke(null, signal, former);
  }
}
