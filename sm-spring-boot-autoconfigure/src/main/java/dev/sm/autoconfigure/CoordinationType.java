package dev.sm.autoconfigure;

/** Kinds of coordination store. */
enum CoordinationType {

	/** Inside this JVM. */
	LOCAL,

	/** An embedded Raft group. */
	RAFT,

	/** An etcd cluster. */
	ETCD,

	/** A Consul agent. */
	CONSUL

}
