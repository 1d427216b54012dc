/**
 * What nodes say to each other, and the ports it goes through.
 *
 * <p>Belongs here: the closed set of cluster messages, the broker and limiter ports. Does not: any
 * word of Redis. Every port has a memory twin in {@code cluster.memory}, and one contract suite
 * runs over all implementations.
 */
package dev.parley.cluster.api;
