package dev.parley.bench.order;

/**
 * Clients that connect, and leave as soon as they are ready.
 *
 * @param group who they are, and how many may be on their way in at a time, or begin each second;
 *     its users take turns
 * @param millis how long new ones begin
 */
public record ChurnOrder(GroupOrder group, long millis) {
  /** What goes over the line. */
  public Fields fields() {
    return group.fields().with("millis", millis);
  }

  /** Reads what {@link #fields} wrote. */
  public static ChurnOrder from(Fields fields) {
    return new ChurnOrder(GroupOrder.from(fields), fields.number("millis"));
  }
}
