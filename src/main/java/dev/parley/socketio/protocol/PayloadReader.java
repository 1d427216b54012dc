package dev.parley.socketio.protocol;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/**
 * Reads the JSON of a packet; whatever the parser throws comes out as a protocol violation.
 *
 * <p>Immutable, safe on any thread; plain WebSocket reads its messages with it too.
 *
 * <p>Holds its factories: looking them up costs thirty times what reading a small packet does.
 */
public final class PayloadReader {
  private final JsonParserFactory parsers;
  private final JsonBuilderFactory builders;
  private final int maxDepth;

  /** A reader for values that are nested so deep and no deeper. */
  public PayloadReader(int maxDepth) {
    JsonProvider provider = JsonProvider.provider();
    this.parsers = provider.createParserFactory(Map.of());
    this.builders = provider.createBuilderFactory(Map.of());
    this.maxDepth = maxDepth;
  }

  /** An event's array, taken apart. */
  record Named(String name, JsonArray arguments) {}

  /** The value that starts at an index: an object, an array or a string. */
  public JsonValue value(String text, int from) throws SocketProtocolException {
    JsonScan.check(text, from, maxDepth);
    try (JsonParser parser = open(text, from)) {
      parser.next();
      return parser.getValue();
    } catch (RuntimeException malformed) {
      throw refused();
    }
  }

  /**
   * The array that starts at an index, its first item apart.
   *
   * <p>A number is a name too, as for the reference decoder; the name is then the number as it is
   * written. No such event is known here, so the client is told so instead of being cut off.
   */
  Named named(String text, int from) throws SocketProtocolException {
    JsonScan.check(text, from, maxDepth);
    try (JsonParser parser = open(text, from)) {
      if (parser.next() != JsonParser.Event.START_ARRAY) {
        throw new SocketProtocolException(Reason.BAD_PAYLOAD);
      }
      JsonParser.Event first = parser.next();
      if (first != JsonParser.Event.VALUE_STRING && first != JsonParser.Event.VALUE_NUMBER) {
        throw new SocketProtocolException(Reason.BAD_EVENT_NAME);
      }
      String name = parser.getString();
      JsonArrayBuilder arguments = builders.createArrayBuilder();
      while (parser.next() != JsonParser.Event.END_ARRAY) {
        arguments.add(parser.getValue());
      }
      return new Named(name, arguments.build());
    } catch (RuntimeException malformed) {
      throw refused();
    }
  }

  private JsonParser open(String text, int from) {
    return parsers.createParser(new StringReader(text.substring(from)));
  }

  /** The parser's own words would name classes and quote the client. */
  private static SocketProtocolException refused() {
    return new SocketProtocolException(Reason.MALFORMED_JSON);
  }
}
