package dev.parley.chat.globalroom.adapter;

import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest messages, in memory; a restart forgets what the log does not hold any more.
 *
 * <p>Bounded in number and in bytes, the oldest go first. The newest message always stays.
 */
public final class MemoryGlobalMessages implements GlobalMessages {
  private final int maxMessages;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Long, GlobalMessage> placed = new TreeMap<>();
  // By id, in the order in which they came.
  private final Map<String, GlobalMessage> placeless = new LinkedHashMap<>();
  private long keptBytes;

  public MemoryGlobalMessages(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  @Override
  public void add(GlobalMessage message) {
    lock.lock();
    try {
      GlobalMessage before = placeless.remove(message.id());
      if (before != null) {
        keptBytes -= before.sizeBytes();
      }
      GlobalMessage known =
          message.seq() == GlobalMessage.NO_PLACE
              ? placeless.put(message.id(), message)
              : placed.put(message.seq(), message);
      keptBytes += message.sizeBytes() - (known == null ? 0 : known.sizeBytes());
      forgetOldest();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Page before(long beforeSeq, int limit, int maxPageBytes) {
    lock.lock();
    try {
      List<GlobalMessage> newestFirst = new ArrayList<>();
      if (beforeSeq == Long.MAX_VALUE) {
        newestFirst.addAll(placeless.values());
        Collections.reverse(newestFirst);
      }
      Collection<GlobalMessage> older = placed.headMap(beforeSeq, false).descendingMap().values();
      return page(newestFirst, older, limit, maxPageBytes);
    } finally {
      lock.unlock();
    }
  }

  private static Page page(
      List<GlobalMessage> newest, Collection<GlobalMessage> older, int limit, int maxPageBytes) {
    List<GlobalMessage> page = new ArrayList<>(limit);
    long pageBytes = 0;
    for (GlobalMessage message : newest) {
      pageBytes += message.sizeBytes();
      if (page.size() < limit && (page.isEmpty() || pageBytes <= maxPageBytes)) {
        page.add(message);
      }
    }
    OptionalLong nextBefore = OptionalLong.empty();
    for (GlobalMessage message : older) {
      pageBytes += message.sizeBytes();
      if (page.size() == limit || (!page.isEmpty() && pageBytes > maxPageBytes)) {
        nextBefore = OptionalLong.of(message.seq() + 1);
        break;
      }
      page.add(message);
    }
    Collections.reverse(page);
    return new Page(page, nextBefore);
  }

  private void forgetOldest() {
    while (placed.size() + placeless.size() > 1
        && (placed.size() + placeless.size() > maxMessages || keptBytes > maxBytes)) {
      keptBytes -= removeOldest().sizeBytes();
    }
  }

  private GlobalMessage removeOldest() {
    if (!placed.isEmpty()) {
      return placed.pollFirstEntry().getValue();
    }
    Iterator<GlobalMessage> oldestFirst = placeless.values().iterator();
    GlobalMessage oldest = oldestFirst.next();
    oldestFirst.remove();
    return oldest;
  }
}
