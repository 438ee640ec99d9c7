package dev.sm.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rooms of {@code docs/architecture.md} as a table: what each package may use inside
 * sm and outside. Packages without a row are views or wiring and are ruled separately.
 */
final class Rooms {

	/** What every room may use. */
	static final List<String> EVERYWHERE = List.of("java..", "javax.net.ssl..", "org.slf4j..",
			"org.jspecify.annotations..");

	private static final Map<String, Room> TABLE = new LinkedHashMap<>();

	static {
		room("continuum").outside("com.dynatrace.hash4j..");
		room("shard");
		room("hedging");
		room("coordination");
		room("coordination.local").inside("coordination");
		room("coordination.etcd").inside("coordination")
			.outside("io.etcd.jetcd..", "io.grpc..", "io.netty..", "io.vertx..", "com.google..", "dev.failsafe..");
		room("coordination.consul").inside("coordination")
			.outside("org.springframework.http..", "org.springframework.web..", "tools.jackson..",
					"com.fasterxml.jackson.annotation..");
		room("coordination.raft").inside("coordination").outside("org.apache.ratis..");
		room("membership").inside("coordination");
		room("manager").inside("shard", "membership", "coordination");
		room("storage");
		room("storage.memory").inside("storage");
		room("storage.redis").inside("storage")
			.outside("io.lettuce..", "io.netty..", "reactor..", "org.springframework.data.redis..");
		room("storage.jdbc").inside("storage")
			.outside("javax.sql..", "com.zaxxer.hikari..", "org.springframework.jdbc..",
					"org.springframework.core.io..");
		room("cache").inside("continuum", "hedging", "storage", "shard", "membership", "coordination")
			.outside("org.springframework.dao..", "org.springframework.core");
		room("cache.json").inside("cache").outside("tools.jackson..", "com.fasterxml.jackson.annotation..");
		room("cache.near").inside("cache", "storage").outside("com.github.benmanes.caffeine..");
		room("cache.spring").inside("cache").outside("org.springframework.cache..", "org.springframework.util");
		room("handler").inside("shard", "manager").outside("org.springframework..");
		room("handler.program").inside("shard", "manager").outside("org.springframework.boot.json..");
		room("routing").inside("continuum", "shard", "manager");
		room("routing.key").outside("org.springframework.expression..");
		room("routing.web").inside("routing", "routing.key", "continuum", "shard")
			.outside("org.springframework..", "jakarta.servlet..", "javax.crypto..", "io.micrometer.observation..");
		room("routing.client").inside("routing", "continuum")
			.outside("org.springframework..", "reactor.core..", "reactor.util..", "io.micrometer.observation..");
		room("routing.loadbalancer").inside("routing", "routing.key", "continuum", "hedging")
			.outside("org.springframework..", "reactor.core..", "org.reactivestreams..");
		room("pushgateway").inside("routing.key", "continuum", "coordination", "shard")
			.outside("org.springframework..", "jakarta.servlet..", "tools.jackson..");
	}

	private Rooms() {
	}

	private static Room room(String name) {
		Room room = new Room(name, new ArrayList<>(), new ArrayList<>(EVERYWHERE));
		TABLE.put(name, room);
		return room;
	}

	static List<Room> all() {
		return List.copyOf(TABLE.values());
	}

	/** The packages in which time, threads and randomness are arguments. */
	static List<String> core() {
		return TABLE.keySet().stream().filter((name) -> !name.equals("handler") && !isEdge(name)).toList();
	}

	/** The packages that hold one adapter each. */
	static List<String> adapters() {
		return TABLE.keySet().stream().filter((name) -> name.contains(".") && !isEdge(name)).toList();
	}

	/** Where requests are sent and taken: what a library calls, and no core. */
	private static boolean isEdge(String name) {
		return name.startsWith("routing.") || name.startsWith("handler.");
	}

	record Room(String name, List<String> inside, List<String> outside) {

		Room inside(String... rooms) {
			this.inside.addAll(List.of(rooms));
			return this;
		}

		Room outside(String... packages) {
			this.outside.addAll(List.of(packages));
			return this;
		}

		String[] allowed(String root) {
			List<String> allowed = new ArrayList<>(this.outside);
			allowed.add(root + "." + this.name);
			this.inside.forEach((room) -> allowed.add(root + "." + room));
			return allowed.toArray(String[]::new);
		}

	}

}
