package dev.parley.bench.subject;

/** What is measured. */
public enum SubjectKind {
  PARLEY("Parley, 1 node", Family.PARLEY),
  REFERENCE("reference, 1 process", Family.REFERENCE),
  /** As many processes of the reference as the machine has cores, behind Nginx. */
  REFERENCE_CORES("reference, a process a core", Family.REFERENCE),
  /** Three nodes behind Nginx. */
  PARLEY_CLUSTER("Parley, 3 nodes", Family.PARLEY),
  /** Three processes of the reference behind Nginx. */
  REFERENCE_CLUSTER("reference, 3 processes", Family.REFERENCE),
  /** A bare WebSocket endpoint on Open Liberty: what the server itself costs. */
  LIBERTY("Liberty alone", Family.LIBERTY);

  /** Whose code it is. */
  public enum Family {
    PARLEY,
    REFERENCE,
    LIBERTY
  }

  private final String label;
  private final Family family;

  SubjectKind(String label, Family family) {
    this.label = label;
    this.family = family;
  }

  /** What the report calls it. */
  public String label() {
    return label;
  }

  public Family family() {
    return family;
  }
}
