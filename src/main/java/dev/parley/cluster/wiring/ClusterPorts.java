package dev.parley.cluster.wiring;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterState;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.Places;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.StandingRooms;

/**
 * What this node shares with others, as one choice.
 *
 * @param closing ends all of it, in the right order; blocks for a bounded time
 */
record ClusterPorts(
    Broker broker,
    RateLimiter limiter,
    Revocations revocations,
    NodeLeases leases,
    Roster roster,
    SessionStore sessions,
    Places places,
    StandingRooms standingRooms,
    ClusterState state,
    Runnable closing) {}
