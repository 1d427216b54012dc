package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.cluster.memory.MemoryPlaces;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressAdmissionTest {
  private static final int CAP = Tokens.settings().connectionsPerAddress();
  private final ConnectionLimits limits =
      new ConnectionLimits(Tokens.settings(), new MemoryPlaces());
  private final AddressAdmission admission = new AddressAdmission(limits);

  @Test
  void anAddressHoldsSoManyConnectionsAndOthersAreNotConcerned() {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < CAP; i++) {
      leases.add(admission.admit("10.0.0.1"));
    }
    ParleyException refused =
        catchThrowableOfType(ParleyException.class, () -> admission.admit("10.0.0.1"));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    assertThat(refused.retryAfter()).isPresent();
    admission.admit("10.0.0.2").release();

    leases.get(0).release();
    leases.get(0).release();
    admission.admit("10.0.0.1").release();
    leases.forEach(Lease::release);
    assertThat(limits.perAddress().subjects()).isZero();
  }

  @Test
  void theCapHoldsWhenManyComeAtOnce() throws InterruptedException {
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
                for (int n = 0; n < 100; n++) {
                  try {
                    admission.admit("10.0.0.1");
                    admitted.incrementAndGet();
                  } catch (ParleyException refused) {
                    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(admitted).hasValue(CAP);
  }
}
