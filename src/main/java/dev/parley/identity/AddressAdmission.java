package dev.parley.identity;

import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Admits connections up to the cap of their address. */
final class AddressAdmission implements AdmissionPolicy {
  /** Long enough that an address over its cap does not keep the node busy with refusals. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ConnectionCounter connections;
  private final AtomicLong lastId = new AtomicLong();

  AddressAdmission(ConnectionLimits limits) {
    this.connections = limits.perAddress();
  }

  @Override
  public Lease admit(String remoteAddress) {
    String address = AddressKey.of(remoteAddress);
    String id = Long.toString(lastId.incrementAndGet());
    if (!connections.acquire(address, id)) {
      throw ParleyException.retryAfter(ErrorCode.TOO_MANY_CONNECTIONS, RETRY_AFTER);
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        connections.release(address, id);
      }
    };
  }
}
