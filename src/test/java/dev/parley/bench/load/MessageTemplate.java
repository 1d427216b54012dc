package dev.parley.bench.load;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunOrder.Kind;

/** The messages of a run, which differ in numbers only: one frame, filled in again and again. */
final class MessageTemplate {
  private static final int NUMBER_DIGITS = 10;
  private static final int USER_DIGITS = 7;
  private static final String NUMBER = "0".repeat(NUMBER_DIGITS);

  /** Acks are asked for by this and the number, so that they have the same length all. */
  private static final long FIRST_ACK = 1_000_000_000;

  private final Message message;
  private final int ackAt;
  private final int numberAt;
  private final int targetAt;

  private MessageTemplate(Message message, String prefix) {
    this.message = message;
    this.ackAt = message.find(Long.toString(FIRST_ACK));
    this.numberAt = message.find(MessageNumbers.MARK + NUMBER) + MessageNumbers.MARK.length();
    int target = message.find("\"to\":\"" + prefix);
    this.targetAt = target < 0 ? -1 : target + "\"to\":\"".length() + prefix.length();
  }

  /**
   * The messages of a run.
   *
   * @param receivers whose users direct messages go to
   */
  static MessageTemplate of(RunOrder order, GroupOrder receivers) {
    String text = "x".repeat(order.bytes());
    String number = MessageNumbers.MARK + NUMBER;
    String body =
        switch (order.kind()) {
          case CHAT ->
              "42/global-chat,%d[\"chat:message\",{\"content\":\"%s\",%s\"}]"
                  .formatted(FIRST_ACK, text, number);
          case DIRECT ->
              "42%d[\"message:send\",{\"to\":\"%s\",\"text\":\"%s\",%s\"}]"
                  .formatted(FIRST_ACK, receivers.user(0), text, number);
          case BARE -> "{%s\",\"content\":\"%s\"}".formatted(number, text);
        };
    return new MessageTemplate(
        Message.of(body), order.kind() == Kind.DIRECT ? receivers.prefix() : "");
  }

  /**
   * The message of a number; valid until the next call.
   *
   * @param target the number of the user whom it goes to
   */
  Message fill(long number, int target) {
    if (ackAt >= 0) {
      message.replace(ackAt, NUMBER_DIGITS, FIRST_ACK + number);
    }
    message.replace(numberAt, NUMBER_DIGITS, number);
    if (targetAt >= 0) {
      message.replace(targetAt, USER_DIGITS, target);
    }
    return message;
  }

  /** The number of the message that an ack of this id answers. */
  static long numberOf(long ackId) {
    return ackId - FIRST_ACK;
  }
}
