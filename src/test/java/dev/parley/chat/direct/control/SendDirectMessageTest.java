package dev.parley.chat.direct.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.direct.control.SendDirectMessage.Draft;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.testing.ManualTimer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendDirectMessageTest {
  private final Map<String, Integer> sockets = new HashMap<>(Map.of("alice", 1, "bob", 2));
  private final List<DirectMessage> told = new ArrayList<>();
  private boolean pending;
  private final SendDirectMessage sendDirectMessage =
      new SendDirectMessage(
          userId -> sockets.getOrDefault(userId, 0), new Feed(), new ManualTimer());

  @Test
  void theReceiptSaysHowManyDevicesGotIt() {
    Receipt receipt = sendDirectMessage.send(draft("bob", "hello", "t1"));

    assertThat(receipt.delivered()).isEqualTo(2);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).id()).isEqualTo(receipt.id());
    assertThat(told.get(0).to()).isEqualTo("bob");
  }

  @Test
  void aRetriedSendGetsTheFirstAnswerAndIsNotToldAgain() {
    Receipt first = sendDirectMessage.send(draft("bob", "hello", "t1"));
    sockets.remove("bob");

    Receipt again = sendDirectMessage.send(draft("bob", "hello", "t1"));
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.timestamp()).isEqualTo(first.timestamp());
    assertThat(again.delivered()).isZero();
    assertThat(told).hasSize(1);
  }

  @Test
  void aReceiverWithoutASocketIsAnErrorAndARetryMaySucceed() {
    assertThatThrownBy(() -> sendDirectMessage.send(draft("carol", "hello", "t1")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    sockets.put("carol", 1);

    assertThat(sendDirectMessage.send(draft("carol", "hello", "t1")).delivered()).isEqualTo(1);
  }

  @Test
  void aMessageToOneselfNeedsAnotherDevice() {
    assertThatThrownBy(() -> sendDirectMessage.send(draft("alice", "note", "t1")))
        .isInstanceOf(ParleyException.class);
    sockets.put("alice", 2);

    assertThat(sendDirectMessage.send(draft("alice", "note", "t1")).delivered()).isEqualTo(1);
  }

  @Test
  void whatThisNodeAloneHasIsPending() {
    pending = true;

    assertThat(sendDirectMessage.send(draft("bob", "hello", "t1")).pending()).isTrue();
  }

  private static Draft draft(String to, String text, String tempId) {
    return new Draft("alice", "socket-1", to, text, tempId, List.of());
  }

  private final class Feed implements DirectFeed {
    private final Map<String, Accepted> accepted = new HashMap<>();

    @Override
    public Optional<Accepted> find(String from, String tempId) {
      return Optional.ofNullable(accepted.get(from + ' ' + tempId));
    }

    @Override
    public Accepted send(DirectMessage message, String exceptSocketId) {
      told.add(message);
      Accepted answer = new Accepted(message.id(), message.timestamp(), pending);
      accepted.put(message.from() + ' ' + message.tempId(), answer);
      return answer;
    }
  }
}
