package dev.parley.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code docs/ERRORS.md} says what the two tables of codes say. */
class ErrorsDocsTest {
  @Test
  void theDocumentSaysWhatTheRowsSay() throws IOException {
    GeneratedDoc.check("ERRORS.md", ErrorsDocsTest.class, render());
  }

  @Test
  void noTwoCodesShareANameOrANumber() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::label)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::number)).doesNotHaveDuplicates();
  }

  private static String render() {
    StringBuilder text = new StringBuilder();
    text.append("# Errors\n\n").append(GeneratedDoc.origin(ErrorsDocsTest.class));
    text.append(
        """

        ## Error objects

        One shape everywhere: as an ack, as the event `error`, as `data` of CONNECT_ERROR, as the body of an
        HTTP answer.

        | field | type | meaning |
        |---|---|---|
        | `code` | text | one of the table below |
        | `message` | text | a sentence for people; it may change |
        | `retryable` | true or false | whether the same request may succeed later, unchanged |
        | `retryAfterMs` | whole number | when waiting helps: how long, in milliseconds |
        | `ref` | text | a reference that stands in the server's log too |
        | `event` | text | the event it answers, when it answers one |
        | `tempId` | text | the client's own id, when it sent one of at most 64 characters |

        | code | HTTP status | retryable | default message |
        |---|---|---|---|
        """);
    for (ErrorCode code : ErrorCode.values()) {
      text.append(
          "| `%s` | %d | %s | %s |%n"
              .formatted(
                  code.wireName(),
                  code.httpStatus(),
                  code.retryable() ? "yes" : "no",
                  GeneratedDoc.cell(code.message())));
    }
    text.append(
        """

        ## Close codes

        Why a connection ended. The number is the WebSocket close code, the label its reason, the log field
        and the metric tag. *Come back*: whether a client should reconnect by itself, unchanged; of the
        private codes, those from 4000 to 4499 say so and those from 4500 on do not. 1006 is never sent.
        Socket.IO clients over OkHttp that send no `Origin` (the Java client) are told the end of their WebSocket by Parley
        as 1004, whatever the code, which makes the connection fail: a proper close they do not notice.

        | number | label | come back |
        |---|---|---|
        """);
    for (CloseCode code : CloseCode.values()) {
      text.append(
          "| %d | `%s` | %s |%n"
              .formatted(code.number(), code.label(), code.resumable() ? "yes" : "no"));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
