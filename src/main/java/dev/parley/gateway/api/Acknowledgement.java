package dev.parley.gateway.api;

import java.util.List;

/** The answer to one event, ready for any protocol to write. */
public sealed interface Acknowledgement {
  /**
   * Success.
   *
   * @param arguments JSON arguments, comma-separated, no brackets; may be empty
   */
  record Success(String arguments, List<byte[]> attachments) implements Acknowledgement {
    public Success {
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * Failure.
   *
   * @param json the error object as JSON
   */
  record Failure(ErrorReply error, String json) implements Acknowledgement {}
}
