package dev.parley.bench.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void aGroupIsReadAsItWasWritten() {
    GroupOrder order =
        GroupOrder.listeners("G-all", List.of(9080, 9081), 25)
            .in("/global-chat")
            .over(Transport.UPGRADE)
            .devicesEach(10)
            .usersNamed("z")
            .perSecond(12.5)
            .receiveBufferOf(4_096);

    assertThat(GroupOrder.from(Fields.parse(order.fields().toString()))).isEqualTo(order);
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    RunOrder order =
        new RunOrder(
            "s", List.of("a", "b"), RunOrder.Kind.CHAT, 7, 9, RunOrder.Pace.open(2.5), 64, 13);

    assertThat(RunOrder.from(Fields.parse(order.fields().toString()))).isEqualTo(order);
  }

  @Test
  void namesOfUsersHaveOneLength() {
    GroupOrder order = GroupOrder.listeners("G", List.of(1), 25).devicesEach(10);

    assertThat(order.users()).isEqualTo(3);
    assertThat(order.user(0)).isEqualTo("u0000000");
    assertThat(order.user(1_234_567)).isEqualTo("u1234567");
  }

  @Test
  void directMessagesAreSpreadOverAllUsers() {
    List<Long> sizes =
        LongStream.range(0, 10_000)
            .mapToObj(number -> RunOrder.target(number, 100))
            .collect(Collectors.groupingBy(user -> user, Collectors.counting()))
            .values()
            .stream()
            .toList();

    assertThat(sizes).hasSize(100).allSatisfy(size -> assertThat(size).isBetween(50L, 200L));
  }
}
