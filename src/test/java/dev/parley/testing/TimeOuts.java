package dev.parley.testing;

import dev.parley.kernel.CloseCode;
import java.util.List;
import java.util.stream.Stream;

/** How connections are closed for what a client did not do in time. */
public final class TimeOuts {
  /** Answer a ping, go on with a message, connect to a namespace. */
  public static final List<Integer> CLOSE_CODES =
      Stream.of(CloseCode.PING_TIMEOUT, CloseCode.RECEIVE_TIMEOUT, CloseCode.CONNECT_TIMEOUT)
          .map(CloseCode::number)
          .toList();

  private TimeOuts() {}
}
