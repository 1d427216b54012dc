package dev.parley.cluster.api;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is needed to take a connection up again on any node.
 *
 * <p>A record is written when a socket connects and whenever it changes, so that it survives the
 * death of its node, and kept for the recovery window after the end. Safe on any thread.
 */
public interface SessionStore {
  /**
   * Writes a record; never blocks. A write of a generation older than the record's is dropped; what
   * fails is tried again while the session lives.
   */
  void save(Session session);

  /** The socket is gone for now; the record lives for the recovery window from here. */
  void suspend(Session session);

  /** The socket is gone for good; nobody takes it up again. Never blocks. */
  void end(Session session);

  /**
   * Takes a session over: its generation is raised, so that the former holder's writes are dropped.
   * May block for half a second; while the store is away only this node's own sessions are found.
   *
   * @return the session as the new holder has it; empty when there is none of this user
   */
  Optional<Session> claim(String namespace, String pid, String userId);

  /**
   * A session.
   *
   * @param pid the client's secret to take it up again
   * @param generation raised with every claim; 1 for a new one
   * @param since where it began
   */
  record Session(
      String namespace,
      String pid,
      long generation,
      String socketId,
      String userId,
      String deviceId,
      SessionStart since,
      Set<String> rooms,
      Map<String, String> data) {
    public Session {
      rooms = Set.copyOf(rooms);
      data = Map.copyOf(data);
    }

    /** The same in other rooms and with other data. */
    public Session with(Set<String> newRooms, Map<String, String> newData) {
      return new Session(
          namespace, pid, generation, socketId, userId, deviceId, since, newRooms, newData);
    }

    /** The same from a later place on. */
    public Session startingAt(SessionStart start) {
      return new Session(
          namespace, pid, generation, socketId, userId, deviceId, start, rooms, data);
    }

    /** The same as its next holder has it. */
    public Session raisedTo(long newGeneration) {
      return new Session(
          namespace, pid, newGeneration, socketId, userId, deviceId, since, rooms, data);
    }

    @Override
    public String toString() {
      // The pid stays out of logs.
      return "Session[" + namespace + ", " + socketId + ", " + generation + "]";
    }
  }
}
