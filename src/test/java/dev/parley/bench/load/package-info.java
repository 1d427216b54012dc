/**
 * The load generator: a process of its own, with many clients on two event loops.
 *
 * <p>Belongs here: Engine.IO and Socket.IO as a client speaks them, schedules, and the count of
 * what arrived. Does not: servers, their meters, or scenarios. Everything below {@link
 * dev.parley.bench.load.EventLoop} is touched by its loop's thread only.
 */
package dev.parley.bench.load;
