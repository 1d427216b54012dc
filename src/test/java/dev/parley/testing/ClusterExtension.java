package dev.parley.testing;

import dev.parley.testing.tokens.TestTokens;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the shared cluster out to a {@link ClusterTest}. */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
  @Override
  public void beforeAll(ExtensionContext context) {
    SharedCluster.get();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ClusterHarness.class || type == TestTokens.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ClusterHarness cluster = SharedCluster.get();
    return parameter.getParameter().getType() == TestTokens.class ? cluster.tokens() : cluster;
  }
}
