package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;
import java.util.Collection;
import java.util.List;

/** Sends to rooms over the broker, so that it makes no difference which node a member is on. */
final class BrokerEmitter implements Emitter {
  private final Broker broker;
  private final WireJson json;

  BrokerEmitter(Broker broker, WireJson json) {
    this.broker = broker;
    this.json = json;
  }

  @Override
  public void toRoom(
      String namespace, String room, OutboundEvent event, Object payload, Options options) {
    publish(namespace, room, event, json.write(payload), List.of(), options);
  }

  @Override
  public void toRoom(
      String namespace, String room, OutboundEvent event, Arguments arguments, Options options) {
    publish(namespace, room, event, json.write(arguments), arguments.attachments(), options);
  }

  @Override
  public void toRooms(
      String namespace, Collection<String> rooms, OutboundEvent event, Object payload) {
    String arguments = json.write(payload);
    for (String room : rooms) {
      publish(namespace, room, event, arguments, List.of(), Options.NONE);
    }
  }

  private void publish(
      String namespace,
      String room,
      OutboundEvent event,
      String arguments,
      List<byte[]> attachments,
      Options options) {
    broker.publish(
        new RoomEvent(
            namespace,
            room,
            event.wireName(),
            arguments,
            attachments,
            event.delivery(),
            coalesceKey(event, options),
            options.exceptSocketId()));
  }

  private static String coalesceKey(OutboundEvent event, Options options) {
    if (event.delivery() != Delivery.COALESCIBLE) {
      return null;
    }
    return options.coalesceKey() == null
        ? event.wireName()
        : event.wireName() + '\n' + options.coalesceKey();
  }
}
