package dev.sm.autoconfigure.container;

import java.util.List;

/** The images that are known, by their repositories, and the ports in them. */
final class Images {

	static final List<String> REDIS = List.of("redis", "redis/redis-stack", "redis/redis-stack-server",
			"valkey/valkey");

	static final int REDIS_PORT = 6379;

	static final List<String> ETCD = List.of("etcd", "coreos/etcd", "etcd-development/etcd");

	static final int ETCD_PORT = 2379;

	private Images() {
	}

}
