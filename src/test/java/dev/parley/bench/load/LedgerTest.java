package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunOrder.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long START = 1_000_000_000;
  private static final GroupOrder GROUP = GroupOrder.listeners("G", List.of(1), 6).devicesEach(2);

  @Test
  void aMessageThatComesTwiceCountsOnceAndIsSeen() {
    Ledger ledger = ledger(Kind.CHAT, new Share(0, 1));

    ledger.delivered(3, message(100), START);
    ledger.delivered(3, message(100), START);
    ledger.delivered(4, message(100), START);

    assertThat(ledger.delivered()).isEqualTo(2);
    assertThat(ledger.doubled()).isEqualTo(1);
  }

  @Test
  void aMessageOfAnotherRunOrForSomebodyElseIsStray() {
    Ledger ledger = ledger(Kind.DIRECT, new Share(0, 1));
    int user = RunOrder.target(101, GROUP.users());

    ledger.delivered(0, message(99), START);
    ledger.delivered(0, message(110), START);
    ledger.delivered((2 * user + 2) % 6, message(101), START);
    ledger.delivered(2 * user + 1, message(101), START);

    assertThat(ledger.stray()).isEqualTo(3);
    assertThat(ledger.delivered()).isEqualTo(1);
  }

  /** A message counts from when it was due, however late it was sent: no coordinated omission. */
  @Test
  void latencyBeginsWhenTheMessageWasDue() {
    Ledger ledger = ledger(Kind.CHAT, new Share(0, 1));

    ledger.delivered(0, message(102), START + 250_000_000);

    assertThat(ledger.latencies().millis(100)).isCloseTo(50, within(0.1));
  }

  @Test
  void everyDeviceOfTheReceiverIsExpectedInSomeProcess() {
    Ledger one = ledger(Kind.DIRECT, new Share(0, 2));
    Ledger other = ledger(Kind.DIRECT, new Share(1, 2));

    assertThat(one.expected(10) + other.expected(10)).isEqualTo(20);
    assertThat(ledger(Kind.CHAT, new Share(1, 4)).expected(10)).isEqualTo(20);
  }

  /** Invariant: a refused message that came to somebody is lost where it did not come. */
  @Test
  void ofRefusedMessagesThoseThatCameToNobodyAreWithheld() {
    BitSet refused = new BitSet();
    refused.set(1, 3);
    Ledger direct = ledger(Kind.DIRECT, new Share(0, 1));
    assertThat(direct.withheld(refused)).isEqualTo(4);
    direct.delivered(2 * RunOrder.target(101, GROUP.users()), message(101), START);
    direct.delivered(2 * RunOrder.target(103, GROUP.users()), message(103), START);
    assertThat(direct.withheld(refused)).isEqualTo(2);

    Ledger chat = ledger(Kind.CHAT, new Share(0, 1));
    chat.delivered(4, message(102), START);
    assertThat(chat.withheld(refused)).isEqualTo(6);
  }

  private static Ledger ledger(Kind kind, Share share) {
    Run run = new Run(new RunOrder("s", List.of("G"), kind, 100, 10, RunOrder.Pace.open(10), 1, 0));
    run.start(START);
    return new Ledger(run, GROUP, share);
  }

  private static ByteBuffer message(int number) {
    String text = "42[\"message:received\",{\"tempId\":\"t%010d\"}]".formatted(number);
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
