package dev.parley.chat.globalroom.adapter;

import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.TimeSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest messages, in memory; a restart forgets them.
 *
 * <p>Bounded in number and in bytes, the oldest go first, and with a message goes the memory of its
 * tempId. The newest message always stays.
 */
public final class MemoryGlobalMessages implements GlobalMessages {
  private final int maxMessages;
  private final long maxBytes;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<GlobalMessage> messages = new ArrayDeque<>();
  private final Map<SendKey, GlobalMessage> sent = new HashMap<>();
  private long lastSeq;
  private long keptBytes;

  public MemoryGlobalMessages(int maxMessages, long maxBytes, TimeSource time) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.time = time;
  }

  @Override
  public Appended append(Draft draft) {
    SendKey key = new SendKey(draft.sender().userId(), draft.tempId());
    lock.lock();
    try {
      GlobalMessage known = sent.get(key);
      if (known != null) {
        return new Appended(known, false);
      }
      lastSeq++;
      GlobalMessage message =
          new GlobalMessage(
              RandomId.next(),
              lastSeq,
              draft.sender(),
              draft.content(),
              draft.tempId(),
              time.now().truncatedTo(ChronoUnit.MILLIS),
              draft.attachments());
      messages.addLast(message);
      sent.put(key, message);
      keptBytes += message.sizeBytes();
      forgetOldest();
      return new Appended(message, true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Page before(long beforeSeq, int limit, int maxPageBytes) {
    List<GlobalMessage> page = new ArrayList<>(limit);
    boolean more = false;
    long pageBytes = 0;
    lock.lock();
    try {
      Iterator<GlobalMessage> newestFirst = messages.descendingIterator();
      while (newestFirst.hasNext() && !more) {
        GlobalMessage message = newestFirst.next();
        if (message.seq() < beforeSeq) {
          pageBytes += message.sizeBytes();
          more = page.size() == limit || (!page.isEmpty() && pageBytes > maxPageBytes);
          if (!more) {
            page.add(message);
          }
        }
      }
    } finally {
      lock.unlock();
    }
    Collections.reverse(page);
    return new Page(page, more ? OptionalLong.of(page.get(0).seq()) : OptionalLong.empty());
  }

  private void forgetOldest() {
    while (messages.size() > 1 && (messages.size() > maxMessages || keptBytes > maxBytes)) {
      GlobalMessage oldest = messages.removeFirst();
      keptBytes -= oldest.sizeBytes();
      sent.remove(new SendKey(oldest.sender().userId(), oldest.tempId()));
    }
  }

  private record SendKey(String userId, String tempId) {}
}
