package dev.parley.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Judges a run by what its clients saw; pure.
 *
 * <p>Demands of every acked message that each member got it, once, and of every message, acked or
 * not, that one send became one message, in its sender's order, in one order for all of its
 * namespace, and with the numbers in a row. A message may only come from who sent it to whom it is
 * for.
 */
final class Checker {
  private Checker() {}

  static Verdict check(Collection<Sighting> sightings, Terms agreed) {
    Ledger ledger = new Ledger(sightings);
    Terms terms = agreed.with(ledger.messages());
    List<Finding> findings = new ArrayList<>();
    findings.addAll(DeliveryRules.check(ledger, terms));
    findings.addAll(OrderRules.check(ledger, terms));
    findings.addAll(NumberRules.check(ledger, terms));
    if (!terms.lostSessionsAllowed()) {
      ledger
          .lostSessions()
          .forEach(
              lost ->
                  findings.add(
                      new Finding(
                          Finding.Kind.SESSION_LOST,
                          lost.client(),
                          lost.link(),
                          "came back and was not recovered")));
    }
    long acked = ledger.messages().stream().filter(Message::isAcked).count();
    long receipts = ledger.stays().stream().mapToLong(stay -> stay.receipts().size()).sum();
    long pending = ledger.messages().stream().filter(Message::isAlone).count();
    return new Verdict(acked, pending, receipts, findings);
  }
}
