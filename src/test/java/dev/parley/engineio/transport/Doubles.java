package dev.parley.engineio.transport;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Stands in for a container interface of which a test needs a few methods. */
final class Doubles {
  private Doubles() {}

  /** Answers the named methods, and null for any other. */
  static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            answers.getOrDefault(method.getName(), ignored -> null).apply(arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
