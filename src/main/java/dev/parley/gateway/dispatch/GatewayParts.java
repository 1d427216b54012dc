package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all sockets share.
 *
 * @param runner takes their events through the dispatcher
 * @param threads runs the lanes; its tasks may block
 * @param laneEvents counts the events that wait in all lanes
 * @param acksPending counts the acks that are awaited from all sockets
 * @param active counts the sockets that are connected
 */
record GatewayParts(
    GatewaySettings settings,
    EventRunner runner,
    SocketAuthenticator authenticator,
    Hub hub,
    WireJson json,
    Executor threads,
    Scheduler scheduler,
    TimeSource time,
    GatewayMeters meters,
    LongAdder laneEvents,
    LongAdder acksPending,
    LongAdder active) {

  static GatewayParts of(
      GatewaySettings settings,
      Dispatcher dispatcher,
      SocketAuthenticator authenticator,
      Hub hub,
      WireJson json,
      Executor threads,
      Scheduler scheduler,
      TimeSource time,
      GatewayMeters meters) {
    return new GatewayParts(
        settings,
        new EventRunner(dispatcher, json),
        authenticator,
        hub,
        json,
        threads,
        scheduler,
        time,
        meters,
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
