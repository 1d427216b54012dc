package dev.parley.engineio.session;

import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import java.time.Duration;

/** Told what happens to sessions, to count it; must not block or throw. */
public interface EngineObserver {
  /** An observer that counts nothing. */
  EngineObserver NONE = new EngineObserver() {};

  default void opened(Transport transport) {}

  default void upgraded() {}

  default void closed(Transport transport, CloseCode code, Duration lifetime) {}

  /** A handshake was refused, of this protocol or another on the same connections. */
  default void refused(ErrorCode code) {}

  /** Payload bytes of a frame or polling body that came in. */
  default void received(Transport transport, int bytes) {}

  /** Payload bytes that were written. */
  default void sent(Transport transport, int bytes) {}
}
