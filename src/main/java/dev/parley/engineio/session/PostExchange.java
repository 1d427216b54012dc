package dev.parley.engineio.session;

/** A POST that waits for its answer; exactly one method is called, once, and none blocks. */
public interface PostExchange {
  /** Answers {@code ok}: every packet was taken. */
  void accept();

  /** Answers 400. */
  void refuse();
}
