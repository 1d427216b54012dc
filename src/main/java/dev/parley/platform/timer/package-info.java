/**
 * The node's one timer.
 *
 * <p>Belongs here: the wheel behind {@link dev.parley.kernel.Scheduler}. Does not: anything that is
 * scheduled.
 */
package dev.parley.platform.timer;
