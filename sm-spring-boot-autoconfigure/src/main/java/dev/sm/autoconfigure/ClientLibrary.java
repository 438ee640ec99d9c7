package dev.sm.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The libraries that are only needed by what an application chooses.
 */
enum ClientLibrary {

	/** For etcd as coordination store. */
	ETCD(List.of("io.etcd.jetcd.api.LeaseGrpc", "io.grpc.netty.NettyChannelBuilder"), "io.etcd:jetcd-grpc"),

	/** For an embedded Raft group as coordination store. */
	RAFT(List.of("org.apache.ratis.server.RaftServer", "org.apache.ratis.grpc.GrpcFactory",
			"org.apache.ratis.metrics.impl.MetricRegistriesImpl"), "org.apache.ratis:ratis-server",
			"org.apache.ratis:ratis-grpc", "org.apache.ratis:ratis-metrics-default"),

	/** For Consul as coordination store. */
	CONSUL(List.of("org.springframework.cloud.consul.ConsulProperties", "org.springframework.web.client.RestClient",
			"tools.jackson.databind.json.JsonMapper"),
			"org.springframework.cloud:spring-cloud-starter-consul-discovery",
			"org.springframework.boot:spring-boot-starter-webmvc"),

	/** For Redis nodes. */
	REDIS(List.of("io.lettuce.core.RedisClient", "org.springframework.data.redis.connection.RedisConnectionFactory"),
			"io.lettuce:lettuce-core", "org.springframework.data:spring-data-redis"),

	/** For nodes that are databases; the driver is the user's choice. */
	JDBC(List.of("org.springframework.jdbc.core.JdbcTemplate", "com.zaxxer.hikari.HikariDataSource"),
			"org.springframework:spring-jdbc", "com.zaxxer:HikariCP"),

	/** For discovered services. */
	LOAD_BALANCER(List.of("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory"),
			"org.springframework.cloud:spring-cloud-starter-loadbalancer");

	private final List<String> classNames;

	private final List<String> coordinates;

	ClientLibrary(List<String> classNames, String... coordinates) {
		this.classNames = classNames;
		this.coordinates = List.of(coordinates);
	}

	static ClientLibrary of(CoordinationType type) {
		return switch (type) {
			case ETCD -> ETCD;
			case RAFT -> RAFT;
			case CONSUL -> CONSUL;
			case LOCAL -> throw new IllegalArgumentException("local coordination needs no client library");
		};
	}

	boolean isPresent(@Nullable ClassLoader classLoader) {
		return this.classNames.stream().allMatch((name) -> ClassUtils.isPresent(name, classLoader));
	}

	/**
	 * That the library is missing.
	 * @param key the property that chooses what needs it
	 * @param value the value of the property, no secret
	 * @return what to throw
	 */
	MissingClientException missing(String key, String value) {
		return new MissingClientException(key, value, this.coordinates);
	}

}
