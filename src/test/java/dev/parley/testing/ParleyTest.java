package dev.parley.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a running server, shared by all classes that name the same setup.
 *
 * <p>The server starts when the first of them runs and stops when the run ends. Constructors and
 * test methods may take a {@link LibertyServer}, the {@link dev.parley.testing.tokens.TestTokens}
 * that it trusts, and its {@link java.net.URI}. A test leaves the server as it found it; one that
 * stops or kills nodes starts its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ParleyExtension.class)
public @interface ParleyTest {
  /** What the server is made of. */
  Class<? extends ServerSetup> value() default ServerSetup.Product.class;
}
