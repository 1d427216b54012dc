package dev.parley.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything acked to every member, once, and nothing to anybody else. */
final class DeliveryRules {
  private final Ledger ledger;
  private final Terms terms;
  private final List<Finding> findings = new ArrayList<>();

  private DeliveryRules(Ledger ledger, Terms terms) {
    this.ledger = ledger;
    this.terms = terms;
  }

  static List<Finding> check(Ledger ledger, Terms terms) {
    DeliveryRules rules = new DeliveryRules(ledger, terms);
    ledger.messages().forEach(rules::oneMessage);
    ledger.stays().forEach(rules::whatCame);
    ledger.stays().forEach(rules::whatIsOwed);
    return rules.findings;
  }

  private void oneMessage(Message message) {
    if (message.ids().size() > 1) {
      add(Finding.Kind.DOUBLED, "-", message, "became " + message.ids());
    }
  }

  private void whatCame(Stay stay) {
    Set<String> pushed = new HashSet<>();
    for (Sighting.Received receipt : stay.receipts()) {
      Message message = ledger.of(receipt);
      if (!message.isKnown()) {
        // A room's history reaches back beyond the run.
        if (receipt.fetched()) {
          continue;
        }
        add(Finding.Kind.FOREIGN, stay.client(), message, "nobody sent it");
      } else if (!message.user().equals(receipt.sender())) {
        add(Finding.Kind.FOREIGN, stay.client(), message, "said to be of " + receipt.sender());
      } else if (!isFor(message, stay)) {
        add(Finding.Kind.FOREIGN, stay.client(), message, "was for " + message.to());
      }
      if (!receipt.fetched()
          && !pushed.add(receipt.id())
          && (!message.isKnown() || terms.isOrdered(message))) {
        add(Finding.Kind.REPEATED, stay.client(), message, "came again");
      }
    }
  }

  private void whatIsOwed(Stay stay) {
    Set<String> got = new HashSet<>();
    long lastSent = Long.MIN_VALUE;
    for (Sighting.Received receipt : stay.receipts()) {
      got.add(receipt.tempId());
      Message message = ledger.of(receipt);
      if (message.isKnown()) {
        lastSent = Math.max(lastSent, message.firstSent());
      }
    }
    // Of a session that was lost, what lay certainly before something that came.
    long until = stay.isBroken() ? lastSent : Long.MAX_VALUE;
    for (Message message : ledger.messages()) {
      if (message.isKnown()
          && message.isAcked()
          && message.ackedAt() < until
          && message.firstSent() >= stay.start()
          && isFor(message, stay)
          && !expectsNothing(message, stay)
          && !got.contains(message.tempId())) {
        add(Finding.Kind.LOST, stay.client(), message, "was acked and never came");
      }
    }
  }

  /** Whether a message may come to a client. */
  private static boolean isFor(Message message, Stay stay) {
    return message.namespace().equals(stay.namespace())
        && (message.to() == null
            || message.to().equals(stay.user())
            || message.user().equals(stay.user()));
  }

  /** The socket that sent a message to one user does not get it itself. */
  private static boolean expectsNothing(Message message, Stay stay) {
    return message.to() != null
        && !message.to().equals(stay.user())
        && message.client().equals(stay.client());
  }

  private void add(Finding.Kind kind, String client, Message message, String detail) {
    findings.add(new Finding(kind, client, message.tempId(), detail));
  }
}
