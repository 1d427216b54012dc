package dev.parley.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each sender's order at each receiver, and one order for all receivers of a namespace. */
final class OrderRules {
  private final Ledger ledger;
  private final Terms terms;
  private final List<Finding> findings = new ArrayList<>();

  private OrderRules(Ledger ledger, Terms terms) {
    this.ledger = ledger;
    this.terms = terms;
  }

  static List<Finding> check(Ledger ledger, Terms terms) {
    OrderRules rules = new OrderRules(ledger, terms);
    ledger.stays().forEach(rules::eachSender);
    rules.oneOrder();
    return rules.findings;
  }

  private void eachSender(Stay stay) {
    Map<String, Message> latestOfSender = new HashMap<>();
    Map<String, Message> latestOfLink = new HashMap<>();
    for (Message message : known(stay)) {
      Message later = latestOfSender.get(message.client());
      if (later != null && message.ackedAt() < later.firstSent() && isOwed(message, later)) {
        late(stay, message, later, "was acked before it was sent");
      }
      latestOfSender.merge(message.client(), message, OrderRules::laterSent);
      String link = message.onlyLink();
      if (link == null) {
        continue;
      }
      Message next = latestOfLink.get(link);
      if (next != null && message.firstSent() < next.firstSent()) {
        late(stay, message, next, "was sent before it on one connection");
      }
      latestOfLink.merge(link, message, OrderRules::laterSent);
    }
  }

  /** Alone, two nodes cannot know of each other what a sender told them. */
  private boolean isOwed(Message message, Message later) {
    return message.sharesLink(later) || (terms.isOrdered(message) && terms.isOrdered(later));
  }

  private void late(Stay stay, Message message, Message later, String why) {
    findings.add(
        new Finding(
            Finding.Kind.REORDERED,
            stay.client(),
            message.tempId(),
            "came after " + later + " but " + why));
  }

  private static Message laterSent(Message one, Message other) {
    return one.firstSent() >= other.firstSent() ? one : other;
  }

  private void oneOrder() {
    Map<String, Precedence> logs = new TreeMap<>();
    for (Stay stay : ledger.stays()) {
      Precedence precedence = logs.computeIfAbsent(stay.namespace(), log -> new Precedence());
      precedence.sequence(
          known(stay).stream().filter(terms::isOrdered).map(Message::tempId).distinct().toList());
    }
    logs.forEach(
        (log, precedence) ->
            precedence
                .contradictions()
                .forEach(
                    tempId ->
                        findings.add(
                            new Finding(
                                Finding.Kind.REORDERED,
                                "-",
                                tempId,
                                "receivers in " + log + " saw it in different orders"))));
  }

  private List<Message> known(Stay stay) {
    return stay.pushed().stream().map(ledger::of).filter(Message::isKnown).toList();
  }
}
