package dev.sm.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The libraries that are only needed by what an application chooses.
 */
enum ClientLibrary {

	/** For etcd as coordination store. */
	ETCD("io.etcd.jetcd.Client", "io.etcd:jetcd-core"),

	/** For an embedded Raft group as coordination store. */
	RAFT("org.apache.ratis.server.RaftServer", "org.apache.ratis:ratis-server", "org.apache.ratis:ratis-grpc",
			"org.apache.ratis:ratis-metrics-default"),

	/** For Consul as coordination store. */
	CONSUL("org.springframework.cloud.consul.ConsulProperties",
			"org.springframework.cloud:spring-cloud-starter-consul-discovery"),

	/** For Redis nodes. */
	REDIS("io.lettuce.core.RedisClient", "io.lettuce:lettuce-core", "org.springframework.data:spring-data-redis");

	private final String className;

	private final List<String> coordinates;

	ClientLibrary(String className, String... coordinates) {
		this.className = className;
		this.coordinates = List.of(coordinates);
	}

	/**
	 * Fails the start if the library is missing.
	 * @param key the property that chooses what needs it
	 * @param value the value of the property, no secret
	 * @param classLoader where to look
	 * @throws MissingClientException if it is missing
	 */
	void require(String key, String value, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(this.className, classLoader)) {
			throw missing(key, value);
		}
	}

	MissingClientException missing(String key, String value) {
		return new MissingClientException(key, value, this.coordinates, null);
	}

}
