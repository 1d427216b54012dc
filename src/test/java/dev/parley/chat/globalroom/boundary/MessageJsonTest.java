package dev.parley.chat.globalroom.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.GlobalMessages.Page;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.BinaryRef;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
  private static final Jsonb JSONB = JsonbBuilder.create();
  private static final byte[] DATA = {1, 2, 3};

  /** Invariant: both ways to write a message give the same fields. */
  @Test
  void aMessageIsWrittenAsItsRecordIs() {
    GlobalMessage message = message(1, "Alice", List.of(DATA));
    ChatMessage bare = ChatMessage.withoutData(message);
    ChatMessage record =
        new ChatMessage(
            bare.id(),
            bare.seq(),
            bare.userId(),
            bare.name(),
            bare.content(),
            bare.tempId(),
            bare.createdAt(),
            new BinaryRef(true, 0));

    Arguments arguments = MessageJson.arguments(message);

    JsonObject expected = JSONB.fromJson(JSONB.toJson(record), JsonObject.class);
    assertThat(arguments.values()).hasSize(1);
    JsonObject written = arguments.values().getJsonObject(0);
    assertThat(written).doesNotContainKey("seq");
    assertThat(placed(written)).isEqualTo(expected);
    assertThat(arguments.attachments()).containsExactly(DATA);
  }

  @Test
  void whatWasWrittenIsRead() {
    GlobalMessage message = message(1, "Alice", List.of(DATA));
    GlobalMessage nameless = message(1, null, List.of());

    for (GlobalMessage written : List.of(message, nameless)) {
      JsonObject json = placed(MessageJson.arguments(written).values().getJsonObject(0));
      assertThat(MessageJson.message(json.toString(), written.attachments())).isEqualTo(written);
    }
  }

  @Test
  void whatIsAbsentIsLeftOut() {
    JsonObject json = MessageJson.arguments(message(1, null, List.of())).values().getJsonObject(0);

    assertThat(json).containsOnlyKeys("id", "userId", "content", "tempId", "createdAt");
  }

  @Test
  void aPageNumbersTheBinaryPartsOfAllItsMessages() {
    Page page =
        new Page(
            List.of(
                message(4, "Alice", List.of(DATA)),
                message(5, "Alice", List.of()),
                message(6, "Alice", List.of(new byte[] {9}))),
            OptionalLong.of(4));

    Arguments ack = MessageJson.acknowledgement(page);

    JsonObject json = ack.values().getJsonObject(0);
    assertThat(json.getString("status")).isEqualTo("ok");
    assertThat(json.getInt("nextBefore")).isEqualTo(4);
    assertThat(json.getJsonArray("messages").getJsonObject(2).getJsonObject("data").getInt("num"))
        .isEqualTo(1);
    assertThat(ack.attachments()).hasSize(2);
    assertThat(MessageJson.event(page).values().getJsonObject(0)).doesNotContainKey("status");
  }

  /** As the log sends it on. */
  private static JsonObject placed(JsonObject written) {
    return Json.createObjectBuilder(written).add("seq", 1).build();
  }

  private static GlobalMessage message(long seq, String name, List<byte[]> attachments) {
    return new GlobalMessage(
        "id" + seq,
        seq,
        new Participant("alice", name),
        "<b>\"quoted\"\n</b>",
        "t" + seq,
        Instant.parse("2030-01-01T10:00:00.120Z"),
        attachments);
  }
}
