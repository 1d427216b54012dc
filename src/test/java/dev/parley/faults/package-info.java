/**
 * Proves the delivery promise: clients under load, a fault, and a check of all that was seen.
 *
 * <p>A {@code Recorder} keeps every send, ack and receive; the {@code Checker} is pure and judges
 * what was recorded. Belongs here: what breaks a cluster and what is demanded of it then. Does not:
 * starting nodes, Redis or Nginx.
 */
package dev.parley.faults;
