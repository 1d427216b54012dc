package dev.parley.chat.direct.control;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.TimeSource;
import dev.parley.presence.api.OnlineUsers;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Sends a message from user to user, once per sender and tempId.
 *
 * <p>An accepted message is a delivered one: as long as nothing is stored, a receiver without a
 * socket is an error rather than an {@code ok} for a message that nobody will ever see.
 */
public final class SendDirectMessage {
  private final OnlineUsers online;
  private final SendLog log;
  private final DirectFeed feed;
  private final TimeSource time;

  public SendDirectMessage(OnlineUsers online, SendLog log, DirectFeed feed, TimeSource time) {
    this.online = online;
    this.log = log;
    this.feed = feed;
    this.time = time;
  }

  /**
   * Sends.
   *
   * @throws ParleyException NOT_FOUND when the receiver has no socket to take it
   */
  public Receipt send(Draft draft) {
    return log.once(draft.from(), draft.tempId(), () -> deliver(draft));
  }

  private Receipt deliver(Draft draft) {
    int devices = online.sockets(draft.to());
    if (draft.to().equals(draft.from())) {
      // The sending socket does not get its own message.
      devices--;
    }
    if (devices <= 0) {
      throw new ParleyException(
          ErrorCode.NOT_FOUND, "This user is not connected; the message was not kept.");
    }
    DirectMessage message =
        new DirectMessage(
            RandomId.next(),
            draft.from(),
            draft.to(),
            draft.text(),
            draft.tempId(),
            time.now().truncatedTo(ChronoUnit.MILLIS),
            draft.attachments());
    feed.received(message, draft.fromSocketId());
    return new Receipt(message.id(), message.tempId(), devices, message.timestamp());
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
