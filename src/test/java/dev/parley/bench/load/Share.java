package dev.parley.bench.load;

/**
 * Which members of a group are of this process, when several share it.
 *
 * @param part this process, from 0
 * @param parts how many there are
 */
record Share(int part, int parts) {
  /** How many of so many members are of this process. */
  int of(int members) {
    return members / parts + (part < members % parts ? 1 : 0);
  }

  /** The number of the member in a place. */
  int member(int place) {
    return place * parts + part;
  }

  /** The place of a member. */
  int place(int member) {
    return member / parts;
  }

  boolean has(long member) {
    return member % parts == part;
  }
}
