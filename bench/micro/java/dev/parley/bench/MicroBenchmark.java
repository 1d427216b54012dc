package dev.parley.bench;

import java.util.Arrays;
import java.util.Optional;

/** The micro benchmarks, in the order of the report. */
enum MicroBenchmark {
  DECODE_EVENT(
      "CodecBenchmark.decodeEvent",
      "decode an event: Engine.IO text to name and arguments, 121 characters"),
  ENCODE_EVENT(
      "CodecBenchmark.encodeEvent", "encode an event with its offset: 197 characters of JSON"),
  ENCODE_ACK("CodecBenchmark.encodeAck", "encode an ack: 197 characters of JSON"),
  WRITE_RECORD("WireJsonBenchmark.writeRecord", "write an answer's record as JSON"),
  BIND_PAYLOAD(
      "ChainBenchmark.bindPayload", "bind and validate the payload of `message:send`, alone"),
  DISPATCH_EVENT(
      "ChainBenchmark.dispatchEvent",
      "the chain of six decorators round an empty handler, that binding included"),
  FAN_OUT("HubBenchmark.fanOut", "a message to all members of a room, each with a writer");

  private final String label;
  private final String sentence;

  MicroBenchmark(String label, String sentence) {
    this.label = label;
    this.sentence = sentence;
  }

  /** What the report calls it. */
  String sentence() {
    return sentence;
  }

  /** The row of a method, by its full name. */
  static Optional<MicroBenchmark> of(String method) {
    return Arrays.stream(values()).filter(row -> method.endsWith('.' + row.label)).findFirst();
  }
}
