package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.MessageFeed.Accepted;
import dev.parley.chat.globalroom.control.PostMessage.Draft;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.testing.ManualTimer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostMessageTest {
  private static final Participant ALICE = new Participant("alice", "Alice");

  @Test
  void whatIsPostedHasAnIdAndATimeAndNoPlaceYet() {
    byte[] data = {1, 2};
    PostMessage postMessage =
        new PostMessage(message -> new Accepted(message, true), new ManualTimer());

    Accepted accepted = postMessage.post(new Draft(ALICE, "hello", "t1", List.of(data)));

    GlobalMessage message = accepted.message();
    assertThat(accepted.pending()).isTrue();
    assertThat(message.id()).isNotBlank();
    assertThat(message.seq()).isEqualTo(GlobalMessage.NO_PLACE);
    assertThat(message.sender()).isEqualTo(ALICE);
    assertThat(message.content()).isEqualTo("hello");
    assertThat(message.tempId()).isEqualTo("t1");
    assertThat(message.createdAt()).isEqualTo(message.createdAt().truncatedTo(ChronoUnit.MILLIS));
    assertThat(message.attachments()).containsExactly(data);
  }

  @Test
  void theRoomsAnswerIsTheAnswer() {
    PostMessage postMessage =
        new PostMessage(message -> new Accepted(message.at(7), false), new ManualTimer());

    Accepted accepted = postMessage.post(new Draft(ALICE, "hello", "t1", List.of()));

    assertThat(accepted.message().seq()).isEqualTo(7);
    assertThat(accepted.pending()).isFalse();
  }
}
