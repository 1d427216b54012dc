package dev.parley.socketio.session;

import dev.parley.engineio.session.EngineSession;
import dev.parley.gateway.api.Acknowledgement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Answers one event of a client, once; what comes when its socket is gone is dropped. */
final class AckOnce implements Consumer<Acknowledgement> {
  private final EngineSession session;
  private final NamespaceSlots slots;
  private final NamespaceSlot slot;
  private final long ackId;
  private final AtomicBoolean answered = new AtomicBoolean();

  AckOnce(EngineSession session, NamespaceSlots slots, NamespaceSlot slot, long ackId) {
    this.session = session;
    this.slots = slots;
    this.slot = slot;
    this.ackId = ackId;
  }

  @Override
  public void accept(Acknowledgement answer) {
    if (!answered.compareAndSet(false, true) || !slots.isConnected(slot)) {
      return;
    }
    session.send(
        answer instanceof Acknowledgement.Success success
            ? SocketIoFrames.ack(
                slot.namespace(), ackId, success.arguments(), success.attachments())
            : SocketIoFrames.ack(
                slot.namespace(), ackId, ((Acknowledgement.Failure) answer).json(), List.of()));
  }
}
