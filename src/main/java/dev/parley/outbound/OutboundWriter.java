package dev.parley.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The one way out of a connection: a bounded queue with at most one frame in flight.
 *
 * <p>Every method is safe on any thread and none waits for the peer: frames are written by the
 * connection's {@link WriteStripe}. What waits is bounded by the budget: a message that would
 * exceed it first evicts volatile ones, and then ends the connection. Only a message that finds
 * nothing waiting may be larger than the budget. Frames of one message follow each other with
 * nothing between them. An idle writer holds no queue.
 */
public final class OutboundWriter {
  private final Object lock = new Object();
  private final int budgetBytes;
  private final WriteStripe stripe;
  private final Events events;
  private final Pump pump = new Pump();

  // All guarded by the lock. The queue and the index exist only while something waits.
  private ArrayDeque<Slot> queue;
  private Map<String, Slot> byKey;
  private long waitingBytes;
  private OutboundMessage current;
  private int nextFrame;
  private FrameSink sink;
  private boolean inFlight;
  private int inFlightBytes;

  /** The stripe has the task that writes, or runs it. */
  private boolean scheduled;

  private boolean closed;
  private Runnable onFlushed;

  /** What its connection is told; called without a lock, on the thread where it happens. */
  public interface Events {
    /** A message waits and no sink is attached. */
    void waiting();

    /** The budget is exceeded; called once, the queue is freed and the writer closed by then. */
    void overflowed();

    /** A write failed or takes too long; called once, the queue is freed and the writer closed. */
    void failed();

    /** A frame left, with so many payload bytes. */
    default void written(int bytes) {}
  }

  /** A place in the queue; a newer message of the same key takes it over. */
  private static final class Slot {
    OutboundMessage message;

    Slot(OutboundMessage message) {
      this.message = message;
    }
  }

  /** A writer without a sink. */
  public OutboundWriter(int budgetBytes, WriteStripe stripe, Events events) {
    this.budgetBytes = budgetBytes;
    this.stripe = Objects.requireNonNull(stripe, "stripe");
    this.events = Objects.requireNonNull(events, "events");
  }

  /**
   * Takes a message, or drops it as its delivery class allows.
   *
   * @return false when it was dropped, or the writer is closed
   */
  public boolean offer(OutboundMessage message) {
    boolean write = false;
    boolean wait = false;
    boolean overflow = false;
    synchronized (lock) {
      if (closed) {
        return false;
      }
      if (replace(message)) {
        return true;
      }
      boolean idle = current == null && queue == null;
      if (message.frames().isEmpty() || (!idle && message.delivery() == Delivery.VOLATILE)) {
        return false;
      }
      if (idle && sink != null) {
        current = message;
        nextFrame = 0;
        write = claimTurn();
      } else if (!enqueue(message)) {
        overflow = true;
        closed = true;
        free();
      } else {
        // With a sink, whoever writes what is before it comes back for this one.
        wait = sink == null;
      }
    }
    if (write) {
      stripe.submit(pump);
    } else if (overflow) {
      events.overflowed();
    } else if (wait) {
      events.waiting();
    }
    return !overflow;
  }

  /** Starts to write what waits, and all that comes, to the sink. */
  public void attach(FrameSink target) {
    boolean write;
    synchronized (lock) {
      sink = Objects.requireNonNull(target, "target");
      write = !closed && (current != null || queue != null) && claimTurn();
    }
    if (write) {
      stripe.submit(pump);
    }
  }

  /**
   * Takes whole messages out of the queue, for a transport that answers in batches.
   *
   * @param maxBytes where the batch ends; one message is taken even when it alone is larger
   */
  public List<Frame> take(int maxBytes) {
    List<Frame> batch = new ArrayList<>();
    Runnable flushed;
    synchronized (lock) {
      long bytes = 0;
      while (queue != null
          && (bytes == 0 || bytes + queue.peek().message.frameBytes() <= maxBytes)) {
        OutboundMessage message = dequeue();
        bytes += message.frameBytes();
        batch.addAll(message.frames());
      }
      flushed = flushedNow();
    }
    run(flushed);
    return batch;
  }

  /** Runs a task once nothing waits and nothing is in flight; never, once the writer is closed. */
  public void whenFlushed(Runnable task) {
    Runnable flushed;
    synchronized (lock) {
      if (closed) {
        return;
      }
      onFlushed = task;
      flushed = flushedNow();
    }
    run(flushed);
  }

  /** Drops what waits; later messages are refused. A frame in flight is the transport's. */
  public void close() {
    synchronized (lock) {
      closed = true;
      free();
    }
  }

  /** Bytes that wait, without the frame in flight. */
  public long queuedBytes() {
    synchronized (lock) {
      return waitingBytes;
    }
  }

  private boolean replace(OutboundMessage message) {
    Slot slot = byKey == null ? null : byKey.get(message.coalesceKey());
    if (slot == null) {
      return false;
    }
    long bytes = waitingBytes - slot.message.sizeBytes() + message.sizeBytes();
    if (bytes > budgetBytes && message.sizeBytes() > slot.message.sizeBytes()) {
      // It does not fit in the old one's place: let it be judged as a new message.
      queue.remove(slot);
      byKey.remove(message.coalesceKey());
      waitingBytes -= slot.message.sizeBytes();
      shrink();
      return false;
    }
    waitingBytes = bytes;
    slot.message = message;
    return true;
  }

  private boolean enqueue(OutboundMessage message) {
    if (queue != null && waitingBytes + message.sizeBytes() > budgetBytes) {
      evictVolatile();
    }
    if (queue != null && waitingBytes + message.sizeBytes() > budgetBytes) {
      return false;
    }
    Slot slot = new Slot(message);
    if (queue == null) {
      queue = new ArrayDeque<>(4);
    }
    queue.add(slot);
    waitingBytes += message.sizeBytes();
    if (message.delivery() == Delivery.COALESCIBLE) {
      if (byKey == null) {
        byKey = new HashMap<>(4);
      }
      byKey.put(message.coalesceKey(), slot);
    }
    return true;
  }

  private void evictVolatile() {
    Iterator<Slot> slots = queue.iterator();
    while (slots.hasNext()) {
      OutboundMessage message = slots.next().message;
      if (message.delivery() == Delivery.VOLATILE) {
        slots.remove();
        waitingBytes -= message.sizeBytes();
      }
    }
    shrink();
  }

  private OutboundMessage dequeue() {
    OutboundMessage message = queue.poll().message;
    waitingBytes -= message.sizeBytes();
    if (message.coalesceKey() != null) {
      byKey.remove(message.coalesceKey());
    }
    shrink();
    return message;
  }

  private void shrink() {
    if (queue.isEmpty()) {
      queue = null;
      byKey = null;
    }
  }

  private void free() {
    queue = null;
    byKey = null;
    waitingBytes = 0;
    current = null;
    onFlushed = null;
  }

  /** Whether the caller has to submit the task that writes; false when somebody has, or will. */
  private boolean claimTurn() {
    if (scheduled || inFlight) {
      return false;
    }
    scheduled = true;
    return true;
  }

  /**
   * Starts the next frame, and gives the turn back when there is none, or one is in flight.
   *
   * <p>A callback that comes while {@code write} still runs leaves the next frame to the thread
   * that runs it, so a sink that always answers at once cannot eat the stack.
   */
  private boolean writeNext() {
    Frame frame;
    FrameSink target;
    synchronized (lock) {
      if (closed || inFlight || !loadCurrent()) {
        scheduled = false;
        return false;
      }
      frame = current.frames().get(nextFrame++);
      target = sink;
      inFlight = true;
      inFlightBytes = frame.sizeBytes();
    }
    try {
      target.write(frame, pump);
    } catch (RuntimeException | Error refused) {
      // A transport that is closed already says so by throwing; the session learns it as failed().
      // An Error must end it too: a writer that waits for this frame would wait for ever.
      finished(false);
    }
    return true;
  }

  private boolean loadCurrent() {
    if (current == null && queue != null) {
      current = dequeue();
      nextFrame = 0;
    }
    return current != null;
  }

  /** The frame in flight is over. */
  private void finished(boolean written) {
    boolean failed = false;
    boolean more = false;
    int bytes;
    Runnable flushed = null;
    synchronized (lock) {
      if (!inFlight) {
        return;
      }
      inFlight = false;
      bytes = inFlightBytes;
      if (!closed && !written) {
        closed = true;
        failed = true;
        free();
      } else if (current != null && nextFrame == current.frames().size()) {
        current = null;
        flushed = flushedNow();
      }
      more = (current != null || queue != null) && claimTurn();
    }
    if (failed) {
      events.failed();
      return;
    }
    if (written) {
      events.written(bytes);
    }
    run(flushed);
    if (more) {
      stripe.submit(pump);
    }
  }

  private void giveUp() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      free();
    }
    events.failed();
  }

  /** The turn of this connection on its stripe, and what its sink calls; one object for all. */
  private final class Pump implements WriteStripe.Task, FrameSink.Callback {
    @Override
    public void run() {
      while (writeNext()) {
        // Until nothing is left or a frame is in flight.
      }
    }

    @Override
    public void overdue() {
      giveUp();
    }

    @Override
    public void done(boolean written) {
      finished(written);
    }
  }

  private Runnable flushedNow() {
    if (onFlushed == null || queue != null || current != null) {
      return null;
    }
    Runnable task = onFlushed;
    onFlushed = null;
    return task;
  }

  private static void run(Runnable task) {
    if (task != null) {
      task.run();
    }
  }
}
