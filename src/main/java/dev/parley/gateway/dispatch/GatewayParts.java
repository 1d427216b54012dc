package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.RecoverySettings;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.gateway.logging.ConnectionLog;
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
 * @param log writes that sockets connect and end
 * @param laneEvents counts the events that wait in all lanes
 * @param acksPending counts the acks that are awaited from all sockets
 * @param sockets those that are connected
 */
record GatewayParts(
    GatewaySettings settings,
    EventRunner runner,
    SocketAuthenticator authenticator,
    Hub hub,
    Sessions sessions,
    RecoverySettings recovery,
    WireJson json,
    Executor threads,
    Scheduler scheduler,
    TimeSource time,
    GatewayMeters meters,
    ConnectionLog log,
    LongAdder laneEvents,
    LongAdder acksPending,
    OpenSockets sockets) {

  static GatewayParts of(
      GatewaySettings settings,
      Dispatcher dispatcher,
      SocketAuthenticator authenticator,
      Hub hub,
      Sessions sessions,
      RecoverySettings recovery,
      WireJson json,
      Executor threads,
      Scheduler scheduler,
      TimeSource time,
      GatewayMeters meters,
      ConnectionLog log) {
    return new GatewayParts(
        settings,
        new EventRunner(dispatcher, json),
        authenticator,
        hub,
        sessions,
        recovery,
        json,
        threads,
        scheduler,
        time,
        meters,
        log,
        new LongAdder(),
        new LongAdder(),
        new OpenSockets());
  }
}
