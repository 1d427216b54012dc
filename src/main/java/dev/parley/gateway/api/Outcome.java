package dev.parley.gateway.api;

/** How an event ended. */
public sealed interface Outcome {
  /** {@code ok}, or the error's wire name: the log field and the metric tag. */
  String code();

  record Success(Reply reply) implements Outcome {
    @Override
    public String code() {
      return "ok";
    }
  }

  record Failure(ErrorReply error) implements Outcome {
    @Override
    public String code() {
      return error.code().wireName();
    }
  }
}
