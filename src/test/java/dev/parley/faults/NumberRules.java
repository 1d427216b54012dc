package dev.parley.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Numbers of a namespace: one a message, rising at each receiver, none left out. */
final class NumberRules {
  private final Ledger ledger;
  private final Terms terms;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Map<Long, Message>> owners = new HashMap<>();

  private NumberRules(Ledger ledger, Terms terms) {
    this.ledger = ledger;
    this.terms = terms;
  }

  static List<Finding> check(Ledger ledger, Terms terms) {
    NumberRules rules = new NumberRules(ledger, terms);
    ledger.messages().stream().filter(Message::isKnown).forEach(rules::oneOwner);
    ledger.stays().forEach(rules::rising);
    ledger.stays().forEach(rules::inARow);
    rules.unused();
    return rules.findings;
  }

  private void oneOwner(Message message) {
    if (message.numbers().size() > 1) {
      add(Finding.Kind.MISNUMBERED, "-", message.tempId(), "has " + message.numbers());
    }
    Map<Long, Message> ofNamespace =
        owners.computeIfAbsent(message.namespace(), namespace -> new HashMap<>());
    for (Long number : message.numbers()) {
      Message other = ofNamespace.putIfAbsent(number, message);
      if (other != null) {
        add(Finding.Kind.MISNUMBERED, "-", message.tempId(), number + " is also " + other);
      }
    }
  }

  private void rising(Stay stay) {
    long highest = 0;
    for (Sighting.Received receipt : stay.pushed()) {
      Message message = ledger.of(receipt);
      if (receipt.seq() == 0 || !message.isKnown() || !terms.isOrdered(message)) {
        continue;
      }
      if (receipt.seq() < highest) {
        add(
            Finding.Kind.REORDERED,
            stay.client(),
            message.tempId(),
            "number " + receipt.seq() + " came after " + highest);
      }
      highest = Math.max(highest, receipt.seq());
    }
  }

  private void inARow(Stay stay) {
    Map<Long, Message> known = owners.getOrDefault(stay.namespace(), Map.of());
    NavigableSet<Long> got = new TreeSet<>();
    Set<String> came =
        stay.receipts().stream().map(Sighting.Received::tempId).collect(Collectors.toSet());
    stay.receipts().stream().map(Sighting.Received::seq).filter(seq -> seq > 0).forEach(got::add);
    for (Long number : missing(got)) {
      Message owner = known.get(number);
      // One that came without its number came; and where there was no store, a number says nothing
      // of when it was sent.
      if (owner != null && terms.isOrdered(owner) && !came.contains(owner.tempId())) {
        add(Finding.Kind.GAP, stay.client(), owner.tempId(), "number " + number + " never came");
      }
    }
  }

  private void unused() {
    Map<String, Long> unnumbered =
        ledger.messages().stream()
            .filter(message -> message.isKnown() && message.numbers().isEmpty())
            .filter(message -> !terms.isOrdered(message))
            .collect(Collectors.groupingBy(Message::namespace, Collectors.counting()));
    new TreeMap<>(owners)
        .forEach(
            (namespace, known) -> {
              List<Long> holes = missing(new TreeSet<>(known.keySet()));
              // What was delivered alone has its number in the log only.
              if (holes.size() > unnumbered.getOrDefault(namespace, 0L)) {
                add(Finding.Kind.GAP, "-", namespace, "nobody ever saw " + holes);
              }
            });
  }

  private static List<Long> missing(NavigableSet<Long> numbers) {
    List<Long> missing = new ArrayList<>();
    Long before = null;
    for (Long number : numbers) {
      for (long hole = before == null ? number : before + 1; hole < number; hole++) {
        missing.add(hole);
      }
      before = number;
    }
    return missing;
  }

  private void add(Finding.Kind kind, String client, String message, String detail) {
    findings.add(new Finding(kind, client, message, detail));
  }
}
