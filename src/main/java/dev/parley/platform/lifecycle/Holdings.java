package dev.parley.platform.lifecycle;

import java.util.concurrent.CompletionStage;

/** What a node holds besides connections: work under way, unpublished messages, its lease. */
interface Holdings {
  /** Whether events of clients are being handled. */
  boolean hasEventsInWork();

  /** Completes when all that was published lies in the log; may take for ever. */
  CompletionStage<Void> flush();

  /** Gives the lease up, so that nobody waits for it to run out. May block for half a second. */
  void release();
}
