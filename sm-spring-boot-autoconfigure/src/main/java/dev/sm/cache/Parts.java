package dev.sm.cache;

import java.util.function.Function;

import dev.sm.coordination.CoordinationStore;

/**
 * What a member of a pool works on.
 *
 * @param pool the name of the pool
 * @param names where its documents are
 * @param connections the name of this instance's connections
 * @param store the store
 * @param topologies the pool's topology
 * @param topology makes the topology of a view
 * @param nodes the configured nodes
 * @param placement tells the fingerprint of the placement of weights on a node
 * @param patience how long a participant may take to confirm, in nanoseconds
 */
record Parts(String pool, PoolNames names, String connections, CoordinationStore store, Topologies topologies,
		Function<Phase.View, Topology> topology, ConfiguredNodes nodes, Fingerprint placement, long patience) {

}
