package dev.parley.cluster.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class writes to its log, for as long as this is open. */
final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> texts = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  static LogLines of(Class<?> writer) {
    LogLines lines = new LogLines(Logger.getLogger(writer.getName()));
    lines.logger.addHandler(lines);
    return lines;
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public void publish(LogRecord line) {
    texts.add(formatter.formatMessage(line));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
