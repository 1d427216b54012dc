package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.BitSet;

/**
 * Checks that the placeholders of a binary packet name exactly its attachments.
 *
 * <p>Two may name the same one, as the reference decoder allows: it costs nothing, as attachments
 * are referred to, never copied in. One that nobody names is a lie that only fills memory.
 */
final class Placeholders {
  private final int attachments;
  private final BitSet named = new BitSet();

  private Placeholders(int attachments) {
    this.attachments = attachments;
  }

  static void check(JsonArray arguments, int attachments) throws SocketProtocolException {
    Placeholders placeholders = new Placeholders(attachments);
    placeholders.visit(arguments);
    if (placeholders.named.cardinality() != attachments) {
      throw new SocketProtocolException(Reason.BAD_PLACEHOLDER);
    }
  }

  /** As deep as the JSON is, which the scan has bounded. */
  private void visit(JsonValue value) throws SocketProtocolException {
    if (value instanceof JsonArray array) {
      for (JsonValue item : array) {
        visit(item);
      }
    } else if (value instanceof JsonObject object) {
      if (object.get("_placeholder") == JsonValue.TRUE) {
        named.set(number(object.get("num")));
      } else {
        for (JsonValue member : object.values()) {
          visit(member);
        }
      }
    }
  }

  private int number(JsonValue num) throws SocketProtocolException {
    if (num instanceof JsonNumber number && number.isIntegral()) {
      // Compared before it is narrowed: it may have a thousand digits.
      BigDecimal exact = number.bigDecimalValue();
      if (exact.signum() >= 0 && exact.compareTo(BigDecimal.valueOf(attachments)) < 0) {
        return exact.intValueExact();
      }
    }
    throw new SocketProtocolException(Reason.BAD_PLACEHOLDER);
  }
}
