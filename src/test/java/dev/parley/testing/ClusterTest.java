package dev.parley.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the {@link SharedCluster} of this run.
 *
 * <p>Constructors and test methods may take the {@link ClusterHarness} and the {@link
 * dev.parley.testing.tokens.TestTokens} that its nodes trust. A test leaves the cluster as it found
 * it; one that stops nodes or Redis starts its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {}
