package dev.parley.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Guards: whatever a client sends, the decoder answers with a packet that keeps its promises or
 * with its one exception, soon.
 */
class PacketFuzzTest {
  private static final int ROUNDS = 100_000;
  private static final long BOUND_NANOS = 2_000_000_000L;
  private static final String ALPHABET = "0123456789-/,?[]{}\":\\eE+._ntruefalsnu \u0000\ud800é٣";
  private static final String[] SEEDS = {
    "0",
    "0/custom,{\"token\":\"abc\"}",
    "0/chat?x=1,{}",
    "1/admin,",
    "2[\"message\",1,\"2\",{\"3\":[true]}]",
    "2/admin,456[\"project:delete\",123.5e10,null]",
    "3/admin,456[\"bar\",{\"a\":{\"b\":[[]]}}]",
    "4/a,{\"message\":\"x\",\"data\":{}}",
    "52-/ns,7[\"x\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]",
    "61-12[{\"_placeholder\":true,\"num\":0}]",
    "2[\"x\",1e999999999,\"\\ud800\",{\"__proto__\":{\"__proto__\":1}}]",
    "50-[\"x\"]",
  };

  private final PacketDecoder decoder = new PacketDecoder(Decoding.LIMITS);

  @Test
  void mutatedPacketsGiveTheOneExceptionOrAPacket() {
    Random random = new Random(4_711);
    int read = 0;
    int waiting = 0;
    int refused = 0;
    long slowest = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mutate(SEEDS[random.nextInt(SEEDS.length)], random);
      BinaryAssembler assembler = new BinaryAssembler(decoder);
      long start = System.nanoTime();
      try {
        Optional<SocketPacket> packet = assembler.text(text);
        int attachments = 0;
        while (packet.isEmpty()) {
          assertThat(assembler.isWaiting()).isTrue();
          packet = assembler.binary(new byte[random.nextInt(4)]);
          attachments++;
        }
        check(packet.get(), attachments);
        read++;
        waiting += attachments > 0 ? 1 : 0;
      } catch (SocketProtocolException violation) {
        assertThat(violation.reason()).isNotNull();
        refused++;
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    assertThat(read).as("mutants that are still valid").isGreaterThan(ROUNDS / 50);
    assertThat(waiting).as("valid mutants with attachments").isGreaterThan(100);
    assertThat(refused).as("mutants that are not").isGreaterThan(ROUNDS / 4);
    assertThat(slowest).as("nanoseconds of the slowest packet").isLessThan(BOUND_NANOS);
  }

  @Test
  void anySequenceOfMessagesGivesTheOneExceptionOrPackets() {
    Random random = new Random(99);
    for (int i = 0; i < ROUNDS / 10; i++) {
      BinaryAssembler assembler = new BinaryAssembler(decoder);
      try {
        for (int n = 0; n < 8; n++) {
          if (random.nextInt(3) == 0) {
            assembler.binary(new byte[random.nextInt(600)]);
          } else {
            assembler.text(SEEDS[random.nextInt(SEEDS.length)]);
          }
        }
      } catch (SocketProtocolException violation) {
        assertThat(violation.reason()).isNotNull();
      }
    }
  }

  @Test
  void randomEventsAreReadBackAsTheyWereWritten() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      String namespace = random.nextBoolean() ? "/" : "/n" + random.nextInt(100);
      String name = "e" + chars(random, 12);
      List<byte[]> attachments = new ArrayList<>();
      StringBuilder arguments = new StringBuilder("null");
      for (int n = random.nextInt(5); n > 0; n--) {
        arguments.append(",{\"_placeholder\":true,\"num\":").append(attachments.size()).append('}');
        attachments.add(new byte[random.nextInt(9)]);
      }
      arguments.append(',');
      JsonText.append(arguments, chars(random, 30));
      OptionalLong ackId =
          random.nextBoolean()
              ? OptionalLong.empty()
              : OptionalLong.of(random.nextLong(1_000_000_000_000_000L));
      String text =
          PacketEncoder.event(namespace, name, arguments.toString(), attachments.size(), ackId);
      BinaryAssembler assembler = new BinaryAssembler(decoder);
      Optional<SocketPacket> packet = assembler.text(text);
      for (byte[] attachment : attachments) {
        assertThat(packet).isEmpty();
        packet = assembler.binary(attachment);
      }
      SocketPacket.Event event = (SocketPacket.Event) packet.orElseThrow();
      assertThat(event.namespace()).isEqualTo(namespace);
      assertThat(event.name()).isEqualTo(name);
      assertThat(event.ackId()).isEqualTo(ackId);
      assertThat(event.arguments()).isEqualTo(Decoding.json("[" + arguments + "]"));
      assertThat(event.attachments()).isEqualTo(attachments);
    }
  }

  private static void check(SocketPacket packet, int attachments) {
    assertThat(packet.namespace()).startsWith("/").doesNotContain("?", ",", "\u0000");
    if (packet instanceof SocketPacket.Event event) {
      assertThat(event.name()).isNotNull();
      assertThat(event.attachments()).hasSize(attachments);
      assertThat(event.arguments().toString()).isNotEmpty();
    } else if (packet instanceof SocketPacket.Ack ack) {
      assertThat(ack.ackId()).isNotNegative();
      assertThat(ack.attachments()).hasSize(attachments);
    } else {
      assertThat(attachments).isZero();
    }
  }

  private static String mutate(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    for (int n = random.nextInt(5); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, c);
        case 1 -> text.setLength(at);
        case 2 -> text.insert(at, String.valueOf(c).repeat(random.nextInt(80)));
        case 3 -> text.insert(at, SEEDS[random.nextInt(SEEDS.length)]);
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, c);
          }
        }
      }
    }
    return text.toString();
  }

  private static String chars(Random random, int max) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(max); n > 0; n--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x1_0000));
    }
    return text.toString();
  }
}
