package dev.parley.outbound;

/** The thread that writes for a share of the connections, as one of them sees it. */
@FunctionalInterface
public interface WriteStripe {
  /** Runs a task on the thread that submits it. */
  WriteStripe DIRECT = Task::run;

  /** Takes a task, to be run soon; safe on any thread, never blocks. */
  void submit(Task task);

  /** What a connection wants to be done: its frames written. */
  @FunctionalInterface
  interface Task {
    /** Writes; should not wait for a peer, and costs others nothing when it does. */
    void run();

    /**
     * Told once, on another thread, when {@code run} takes longer than a frame may; it still runs.
     */
    default void overdue() {}
  }
}
