package dev.parley.chat.direct.adapter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.direct.control.Receipt;
import dev.parley.chat.direct.control.SendLog;
import java.time.Duration;
import java.util.function.Supplier;

/** The receipts of the last ten minutes, at most 100 000, in memory. */
public final class MemorySendLog implements SendLog {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MAX_RECEIPTS = 100_000;

  private final Cache<SendKey, Receipt> receipts =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MAX_RECEIPTS).build();

  @Override
  public Receipt once(String senderId, String tempId, Supplier<Receipt> sending) {
    return receipts.get(new SendKey(senderId, tempId), first -> sending.get());
  }

  private record SendKey(String senderId, String tempId) {}
}
