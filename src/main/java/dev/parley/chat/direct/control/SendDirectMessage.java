package dev.parley.chat.direct.control;

import dev.parley.chat.direct.control.DirectFeed.Accepted;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.MessageId;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import dev.parley.presence.api.OnlineUsers;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Sends a message from user to user, once per sender and tempId.
 *
 * <p>An accepted message is a delivered one: as long as nothing is stored, a receiver without a
 * socket is an error rather than an {@code ok} for a message that nobody will ever see.
 */
public final class SendDirectMessage {
  private static final String SCOPE = "direct";

  private final OnlineUsers online;
  private final DirectFeed feed;
  private final TimeSource time;

  public SendDirectMessage(OnlineUsers online, DirectFeed feed, TimeSource time) {
    this.online = online;
    this.feed = feed;
    this.time = time;
  }

  /**
   * Sends; blocks until the message is safe.
   *
   * <p>A retry gets the first message's answer, also when its receiver has left meanwhile.
   *
   * @throws ParleyException NOT_FOUND when the receiver has no socket to take it; as {@link
   *     DirectFeed#send} when it is not known to be safe
   */
  public Receipt send(Draft draft) {
    int devices = devices(draft);
    Optional<Accepted> before = feed.find(draft.from(), draft.tempId());
    if (before.isEmpty() && devices == 0) {
      throw new ParleyException(
          ErrorCode.NOT_FOUND, "This user is not connected; the message was not kept.");
    }
    Accepted accepted = before.orElseGet(() -> deliver(draft));
    return new Receipt(
        accepted.id(), draft.tempId(), devices, accepted.timestamp(), accepted.pending());
  }

  private int devices(Draft draft) {
    int sockets = online.sockets(draft.to());
    // The sending socket does not get its own message.
    return Math.max(0, draft.to().equals(draft.from()) ? sockets - 1 : sockets);
  }

  private Accepted deliver(Draft draft) {
    return feed.send(
        new DirectMessage(
            MessageId.of(SCOPE, draft.from(), draft.tempId()),
            draft.from(),
            draft.to(),
            draft.text(),
            draft.tempId(),
            time.now().truncatedTo(ChronoUnit.MILLIS),
            draft.attachments()),
        draft.fromSocketId());
  }

  /** A message that was not accepted yet. */
  public record Draft(
      String from,
      String fromSocketId,
      String to,
      String text,
      String tempId,
      List<byte[]> attachments) {
    public Draft {
      attachments = List.copyOf(attachments);
    }
  }
}
