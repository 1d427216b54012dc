package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.control.MessageFeed.Accepted;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.kernel.MessageId;
import dev.parley.kernel.TimeSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says something to the room; a retry gets the first answer. Safe on any thread; blocks. */
public final class PostMessage {
  private static final String SCOPE = "global-chat-room";

  private final MessageFeed feed;
  private final TimeSource time;

  public PostMessage(MessageFeed feed, TimeSource time) {
    this.feed = feed;
    this.time = time;
  }

  /** Posts; fails as {@link MessageFeed#post} does. */
  public Accepted post(Draft draft) {
    return feed.post(
        new GlobalMessage(
            MessageId.of(SCOPE, draft.sender().userId(), draft.tempId()),
            GlobalMessage.NO_PLACE,
            draft.sender(),
            draft.content(),
            draft.tempId(),
            time.now().truncatedTo(ChronoUnit.MILLIS),
            draft.attachments()));
  }

  /** A message that was not accepted yet. */
  public record Draft(Participant sender, String content, String tempId, List<byte[]> attachments) {
    public Draft {
      attachments = List.copyOf(attachments);
    }
  }
}
