package dev.parley.testing;

import dev.parley.testing.tokens.TestTokens;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Starts the server of a {@link ParleyTest} once a run and hands it out. */
final class ParleyExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace SERVERS =
      ExtensionContext.Namespace.create(ParleyExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    server(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LibertyServer.class || type == TestTokens.class || type == URI.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == TestTokens.class) {
      return new TestTokens(TestServers.keys());
    }
    LibertyServer server = server(context);
    return type == URI.class ? server.uri() : server;
  }

  private static LibertyServer server(ExtensionContext context) {
    Class<? extends ServerSetup> setup =
        AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(), ParleyTest.class, context.getEnclosingTestClasses())
            .orElseThrow()
            .value();
    // The store closes what it holds when the run ends, and remembers a start that failed.
    return context
        .getRoot()
        .getStore(SERVERS)
        .getOrComputeIfAbsent(setup, ParleyExtension::start, LibertyServer.class);
  }

  private static LibertyServer start(Class<? extends ServerSetup> setup) {
    LibertyServer.Builder builder = TestServers.named(nameOf(setup));
    ReflectionSupport.newInstance(setup).configure(builder);
    return builder.start();
  }

  private static String nameOf(Class<?> setup) {
    String full = setup.getName();
    return full.substring(full.lastIndexOf('.') + 1)
        .replaceAll("(?<=[a-z])(?=[A-Z])|\\$", "-")
        .toLowerCase(Locale.ROOT);
  }
}
