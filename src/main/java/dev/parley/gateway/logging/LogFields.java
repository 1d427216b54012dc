package dev.parley.gateway.logging;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of a log record, where the server can take them.
 *
 * <p>Open Liberty's {@code LogRecordContext} puts them into its JSON lines. Its API is in no public
 * repository, so it is bound by name, once, at start; on another server, and in unit tests, it is
 * absent. Fields stick to the thread, hence they are removed in the same call.
 */
final class LogFields {
  private static final String LIBERTY = "com.ibm.websphere.logging.hpel.LogRecordContext";

  private final MethodHandle add;
  private final MethodHandle remove;

  private LogFields(MethodHandle add, MethodHandle remove) {
    this.add = add;
    this.remove = remove;
  }

  /** The server's log fields, or empty when it has none. */
  static Optional<LogFields> ofServer() {
    try {
      Class<?> context = Class.forName(LIBERTY, true, LogFields.class.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      return Optional.of(
          new LogFields(
              lookup.findStatic(
                  context,
                  "addExtension",
                  MethodType.methodType(void.class, String.class, String.class)),
              lookup.findStatic(
                  context, "removeExtension", MethodType.methodType(boolean.class, String.class))));
    } catch (ReflectiveOperationException absent) {
      return Optional.empty();
    }
  }

  /** Runs the log call with the fields set. */
  void with(Map<String, String> fields, Runnable logCall) {
    try {
      for (Map.Entry<String, String> field : fields.entrySet()) {
        add.invokeExact(field.getKey(), field.getValue());
      }
      logCall.run();
    } catch (RuntimeException | Error passedOn) {
      throw passedOn;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      fields.keySet().forEach(this::remove);
    }
  }

  private void remove(String name) {
    try {
      // False when an earlier field failed to be set, which is fine.
      boolean unused = (boolean) remove.invokeExact(name);
    } catch (RuntimeException | Error passedOn) {
      throw passedOn;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
