/** The smallest WebSocket application that can be compared with; packed into a WAR of its own. */
package dev.parley.bench.bare;
