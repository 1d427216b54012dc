package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.memory.MemoryBroker;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HubTest {
  private final Fakes.Meters meters = new Fakes.Meters();
  private final Hub hub =
      new Hub(
          new RecoverySettings(true, Duration.ofMinutes(2), 1_000_000),
          new KeyedEvents(TimeSource.system()),
          List.of(),
          TimeSource.system(),
          meters);

  @Test
  void aRoomsMembersGetTheVerySameEventAndOthersDoNot() {
    Member anna = new Member("anna");
    Member berta = new Member("berta");
    Member carla = new Member("carla");
    hub.join("/", "room", anna);
    hub.join("/", "room", berta);
    hub.join("/", "other", carla);
    hub.join("/other", "room", carla);

    hub.receive(event("room", "1", null));

    assertThat(anna.received).hasSize(1);
    assertThat(berta.received.peek()).isSameAs(anna.received.peek());
    assertThat(carla.received).isEmpty();
    assertThat(meters.counts).containsEntry("MESSAGES_SENT event", 2L);
  }

  @Test
  void theExceptedSocketIsLeftOut() {
    Member anna = new Member("anna");
    Member berta = new Member("berta");
    hub.join("/", "room", anna);
    hub.join("/", "room", berta);

    hub.receive(event("room", "1", "anna"));

    assertThat(anna.received).isEmpty();
    assertThat(berta.received).hasSize(1);
  }

  @Test
  void oneMembersFailureRobsNobodyElse() {
    List<Member> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Member other = new Member("member" + i);
      others.add(other);
      hub.join("/", "room", other);
      hub.join("/", "room", new Broken("broken" + i));
    }

    hub.receive(event("room", "1", null));

    assertThat(others).allSatisfy(other -> assertThat(other.received).hasSize(1));
    assertThat(meters.counts).containsEntry("MESSAGES_SENT event", 20L);
  }

  @Test
  void anEmptyRoomVanishes() {
    Member anna = new Member("anna");
    hub.join("/", "room", anna);
    hub.leave("/", "room", anna);
    hub.leave("/", "never", anna);

    assertThat(hub.roomCount()).isZero();
    hub.receive(event("room", "1", null));
    assertThat(anna.received).isEmpty();
  }

  @Test
  void whoStaysGetsEveryEventOnceAndInOrderWhileOthersComeAndGo() throws Exception {
    MemoryBroker broker = new MemoryBroker();
    broker.subscribe(hub);
    Member resident = new Member("resident");
    hub.join("/", "room", resident);
    int events = 20_000;
    List<Thread> guests = new ArrayList<>();
    for (int g = 0; g < 3; g++) {
      Member guest = new Member("guest" + g);
      SocketRooms rooms = new SocketRooms("/", guest, hub);
      Random random = new Random(7 + g);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  if (random.nextBoolean()) {
                    rooms.join("room");
                  } else {
                    rooms.leave("room");
                  }
                }
                rooms.close();
              });
      guests.add(thread);
      thread.start();
    }
    for (int i = 0; i < events; i++) {
      broker.publish(event("room", Integer.toString(i), null).message());
    }
    for (Thread guest : guests) {
      guest.join(30_000);
    }

    assertThat(resident.received.stream().map(EncodedEvent::arguments))
        .containsExactlyElementsOf(IntStream.range(0, events).mapToObj(Integer::toString).toList());
    hub.leave("/", "room", resident);
    assertThat(hub.roomCount()).isZero();
  }

  private static LoggedMessage event(String room, String arguments, String except) {
    return new LoggedMessage(
        new RoomEvent("/", room, "event", arguments, List.of(), Delivery.ORDERED, null, except),
        Position.NONE,
        "node",
        0,
        LoggedMessage.Kind.NEW);
  }

  private static final class Member implements RoomMember {
    final String id;
    final ConcurrentLinkedQueue<EncodedEvent> received = new ConcurrentLinkedQueue<>();

    Member(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void join(String room) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public boolean deliver(EncodedEvent event) {
      received.add(event);
      return true;
    }
  }

  private record Broken(String id) implements RoomMember {
    @Override
    public void join(String room) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public boolean deliver(EncodedEvent event) {
      if (id.endsWith("1")) {
        throw new StackOverflowError("cannot be encoded");
      }
      throw new IllegalStateException("cannot be encoded");
    }
  }
}
