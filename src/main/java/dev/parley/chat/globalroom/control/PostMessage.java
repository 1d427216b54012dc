package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.control.GlobalMessages.Appended;
import dev.parley.chat.globalroom.control.GlobalMessages.Draft;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores a message and tells the room, in the order of its seq.
 *
 * <p>A retry gets the first answer and is not told again. Safe on any thread; blocks while another
 * message is being stored.
 */
public final class PostMessage {
  private final GlobalMessages messages;
  private final RoomFeed feed;
  // One at a time from append to publish: with two, the later seq could be told first.
  private final ReentrantLock inOrder = new ReentrantLock();

  public PostMessage(GlobalMessages messages, RoomFeed feed) {
    this.messages = messages;
    this.feed = feed;
  }

  public GlobalMessage post(Draft draft) {
    inOrder.lock();
    try {
      Appended appended = messages.append(draft);
      if (appended.first()) {
        feed.posted(appended.message());
      }
      return appended.message();
    } finally {
      inOrder.unlock();
    }
  }
}
