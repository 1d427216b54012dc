package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.CloseCode;
import dev.parley.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalSocketsTest {
  private static final Duration SPREAD = Duration.ofSeconds(5);
  private final LocalSockets sockets = new LocalSockets(new NodeName("n1"), SPREAD);

  @Test
  void everySocketHearsOfTheMaintenance() {
    ToldSocket one = connect("c1");
    ToldSocket two = connect("c1");
    ToldSocket three = connect("c2");

    sockets.tellMaintenance();

    for (ToldSocket socket : List.of(one, two, three)) {
      assertThat(socket.told).containsExactly(new ServerMaintenance("n1"));
    }
  }

  @Test
  void aSocketThatIsGoneIsNotTold() {
    ToldSocket gone = connect("c1");
    sockets.disconnected(gone.socket, CloseCode.CLIENT_CLOSED);

    sockets.tellMaintenance();
    sockets.farewells().forEach(Runnable::run);

    assertThat(gone.told).isEmpty();
    assertThat(sockets.connections()).isZero();
  }

  @Test
  void delaysAreSpreadEvenlyOverAllConnections() {
    List<ToldSocket> all = IntStream.range(0, 1_000).mapToObj(n -> connect("c" + n)).toList();

    sockets.farewells().forEach(Runnable::run);

    List<Long> delays = all.stream().map(ToldSocket::delayMs).sorted().toList();
    for (int n = 0; n < delays.size(); n++) {
      assertThat(delays.get(n)).isBetween(n * 5L, n * 5L + 5);
    }
  }

  @Test
  void theSocketsOfOneConnectionHaveOneDelay() {
    ToldSocket one = connect("c1");
    ToldSocket two = connect("c1");
    connect("c2");

    sockets.farewells().forEach(Runnable::run);

    assertThat(one.delayMs()).isEqualTo(two.delayMs());
  }

  @Test
  void whoComesLateIsToldWhatTheOthersWereTold() {
    sockets.tellMaintenance();
    ToldSocket late = connect("c1");
    assertThat(late.told).containsExactly(new ServerMaintenance("n1"));

    sockets.farewells();
    ToldSocket later = connect("c2");

    assertThat(later.told).hasSize(2);
    assertThat(later.delayMs()).isBetween(0L, SPREAD.toMillis());
  }

  private ToldSocket connect(String connectionId) {
    ToldSocket socket = new ToldSocket(connectionId);
    sockets.connected(socket.socket);
    return socket;
  }
}
