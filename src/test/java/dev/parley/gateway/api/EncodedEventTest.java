package dev.parley.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.EncodedEvent.WireFormat;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EncodedEventTest {
  private final EncodedEvent event =
      new EncodedEvent("/n", "e", "{}", List.of(), Delivery.ORDERED, null);
  private final AtomicInteger encoded = new AtomicInteger();

  private WireFormat format(String prefix) {
    return of -> {
      encoded.incrementAndGet();
      return OutboundMessage.ordered(new Frame.Text(prefix + of.event(), 2));
    };
  }

  @Test
  void eachFormatIsEncodedOnceForAll() {
    WireFormat one = format("1");
    WireFormat two = format("2");

    OutboundMessage first = event.as(one);
    OutboundMessage second = event.as(two);

    assertThat(event.as(one)).isSameAs(first);
    assertThat(event.as(two)).isSameAs(second).isNotEqualTo(first);
    assertThat(encoded).hasValue(2);
  }

  @Test
  void whatWasReleasedIsTheSameAgain() {
    WireFormat format = format("1");
    OutboundMessage before = event.as(format);

    event.release();

    assertThat(event.as(format)).isEqualTo(before).isNotSameAs(before);
    assertThat(event.as(format)).isSameAs(event.as(format));
    assertThat(encoded).hasValue(2);
  }
}
