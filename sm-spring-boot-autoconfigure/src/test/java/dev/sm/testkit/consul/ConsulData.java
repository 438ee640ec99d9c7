package dev.sm.testkit.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

/**
 * Everything that an agent and its server know, under one lock.
 */
public final class ConsulData {

	static final String NODE = "test";

	private final Map<String, Session> sessions = new TreeMap<>();

	private final Map<String, ConsulChecks> checks = new TreeMap<>();

	private final Map<String, Map<String, Object>> services = new TreeMap<>();

	private final Map<String, Long> serviceIndexes = new TreeMap<>();

	private ConsulKv kv = new ConsulKv();

	private long index;

	private long catalogIndex = 1;

	private boolean abandoned;

	ConsulData(long index) {
		this.index = Math.max(10, index);
		this.kv.index = this.index;
	}

	synchronized ConsulData copy() {
		ConsulData copy = new ConsulData(this.index);
		copy.kv = this.kv.copy();
		this.sessions.forEach((id, session) -> copy.sessions.put(id, new Session(session)));
		return copy;
	}

	/** Answers whoever waits. */
	synchronized void abandon() {
		this.abandoned = true;
		notifyAll();
	}

	synchronized void reapTombstones() {
		this.kv.tombstones.clear();
	}

	/** A leader that begins gives all sessions their full time. */
	synchronized void reachedAgain() {
		long now = System.nanoTime();
		this.sessions.values().forEach((session) -> session.renew(now));
		this.checks.values().stream().filter((check) -> check.ttl != null).forEach((check) -> {
			check.deadline = now + check.ttl.toNanos();
		});
	}

	/**
	 * Reads, and if need be waits until what is read has changed.
	 * @param <T> what is read
	 * @param after the index that it must be above
	 * @param wait for how long at most
	 * @param indexed the index of what is read
	 * @param read reads
	 * @return what was read, with its index
	 */
	synchronized <T> Indexed<T> query(long after, Duration wait, LongSupplier indexed, Supplier<T> read) {
		long end = System.nanoTime() + wait.toNanos();
		while (after > 0 && indexed.getAsLong() <= after && !this.abandoned) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				break;
			}
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
		}
		return new Indexed<>(Math.max(1, indexed.getAsLong()), read.get());
	}

	ConsulKv kv() {
		return this.kv;
	}

	private long next() {
		notifyAll();
		return ++this.index;
	}

	synchronized ConsulTxn transact(JsonNode operations) {
		boolean writes = ConsulTxn.writes(operations);
		ConsulKv copy = this.kv.copy();
		ConsulTxn txn = new ConsulTxn(copy, writes ? next() : 0, this.sessions::containsKey);
		txn.run(operations);
		if (writes && txn.errors.isEmpty()) {
			this.kv = copy;
		}
		return txn;
	}

	synchronized String createSession(String ttl, String behavior, Duration lockDelay, List<String> bound) {
		Duration lifetime = ttl.isEmpty() ? Duration.ZERO : TestConsul.duration(ttl);
		if (!lifetime.isZero()
				&& (lifetime.compareTo(Duration.ofSeconds(10)) < 0 || lifetime.compareTo(Duration.ofDays(1)) > 0)) {
			throw new IllegalStateException(
					"Invalid Session TTL '" + lifetime.toNanos() + "', must be between [10s=24h0m0s]");
		}
		long now = System.nanoTime();
		for (String id : bound) {
			ConsulChecks check = this.checks.get(id);
			if (check == null || now - check.syncedAt < 0) {
				throw new IllegalStateException("Missing check '" + id + "' registration");
			}
			if (check.status.equals("critical")) {
				throw new IllegalStateException("Check '" + id + "' is in critical state");
			}
		}
		Session session = new Session(UUID.randomUUID().toString(), lifetime, behavior, lockDelay, bound, next());
		session.renew(now);
		this.sessions.put(session.id, session);
		return session.id;
	}

	synchronized boolean renewSession(String id) {
		Session session = this.sessions.get(id);
		if (session != null) {
			session.renew(System.nanoTime());
		}
		return session != null;
	}

	synchronized void destroySession(String id) {
		Session session = this.sessions.remove(id);
		if (session != null && session.behavior.equals("delete")) {
			this.kv.deleteOf(next(), id);
		}
	}

	synchronized List<String> sessionIds() {
		return List.copyOf(this.sessions.keySet());
	}

	synchronized void register(JsonNode service) {
		String name = service.path("Name").asString("");
		String id = service.path("ID").asString(name);
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("ID", id);
		json.put("Service", name);
		json.put("Tags", service.has("Tags") ? service.get("Tags") : List.of());
		json.put("Meta", service.has("Meta") ? service.get("Meta") : Map.of());
		json.put("Port", service.path("Port").asInt(0));
		json.put("Address", service.path("Address").asString(""));
		this.checks.values().removeIf((check) -> check.service.equals(id));
		this.services.put(id, json);
		List<JsonNode> found = new ArrayList<>();
		if (service.path("Check").isObject()) {
			found.add(service.get("Check"));
		}
		service.path("Checks").forEach(found::add);
		for (JsonNode check : found) {
			String checkId = check.path("CheckID")
				.asString("service:" + id + ((found.size() > 1) ? ":" + found.indexOf(check) : ""));
			this.checks.put(checkId, new ConsulChecks(check, checkId, id, System.nanoTime()));
		}
		changed(name);
	}

	synchronized boolean deregister(String id) {
		Map<String, Object> removed = this.services.remove(id);
		if (removed == null) {
			return false;
		}
		List<ConsulChecks> ended = this.checks.values().stream().filter((check) -> check.service.equals(id)).toList();
		ended.forEach((check) -> this.checks.remove(check.id));
		ended.forEach(this::invalidate);
		changed(removed.get("Service").toString());
		return true;
	}

	private void changed(String service) {
		this.serviceIndexes.put(service, next());
		this.catalogIndex = this.index;
	}

	/** Whether there is such a check that is passed in time. */
	synchronized boolean update(String id, String status) {
		ConsulChecks check = this.checks.get(id);
		if (check == null || check.ttl == null) {
			return false;
		}
		check.deadline = System.nanoTime() + check.ttl.toNanos();
		status(check, status);
		return true;
	}

	private void status(ConsulChecks check, String status) {
		if (check.status.equals(status)) {
			return;
		}
		check.status = status;
		if (status.equals("critical")) {
			check.criticalSince = System.nanoTime();
			invalidate(check);
		}
		changed(String.valueOf(this.services.getOrDefault(check.service, Map.of("Service", "")).get("Service")));
	}

	private void invalidate(ConsulChecks check) {
		this.sessions.values()
			.stream()
			.filter((session) -> session.checks.contains(check.id))
			.map((session) -> session.id)
			.toList()
			.forEach(this::destroySession);
	}

	/** Time has passed. */
	synchronized void tick(Executor executor) {
		long now = System.nanoTime();
		for (ConsulChecks check : List.copyOf(this.checks.values())) {
			if (check.ttl != null && now - check.deadline >= 0) {
				status(check, "critical");
			}
			if (check.isDue(now)) {
				executor.execute(() -> ask(check));
			}
			if (check.deregisterAfter != null && check.status.equals("critical")
					&& now - check.criticalSince > check.deregisterAfter.toNanos()) {
				deregister(check.service);
			}
		}
		this.sessions.values()
			.stream()
			.filter((session) -> !session.ttl.isZero() && now - session.deadline >= 0)
			.map((session) -> session.id)
			.toList()
			.forEach(this::destroySession);
	}

	private void ask(ConsulChecks check) {
		boolean well = check.ask();
		synchronized (this) {
			check.asked(System.nanoTime());
			if (this.checks.get(check.id) == check) {
				status(check, well ? "passing" : "critical");
			}
		}
	}

	long catalogIndex() {
		return this.catalogIndex;
	}

	long serviceIndex(String name) {
		return this.serviceIndexes.getOrDefault(name, this.catalogIndex);
	}

	Map<String, Object> catalog() {
		Map<String, Object> names = new TreeMap<>();
		names.put("consul", List.of());
		this.services.values().forEach((service) -> names.put(service.get("Service").toString(), service.get("Tags")));
		return names;
	}

	Map<String, Map<String, Object>> services() {
		return Map.copyOf(this.services);
	}

	List<ConsulChecks> checks() {
		return List.copyOf(this.checks.values());
	}

	List<Map<String, Object>> health(String name, boolean passing) {
		List<Map<String, Object>> found = new ArrayList<>();
		for (Map<String, Object> service : this.services.values()) {
			List<ConsulChecks> own = this.checks.values()
				.stream()
				.filter((check) -> check.service.equals(service.get("ID")))
				.toList();
			if (service.get("Service").equals(name) && (!passing || own.stream().allMatch(ConsulChecks::isPassing))) {
				Map<String, Object> json = new LinkedHashMap<>();
				json.put("Node", Map.of("ID", "", "Node", NODE, "Address", "127.0.0.1", "Datacenter", "dc1"));
				json.put("Service", service);
				json.put("Checks", own.stream().map(ConsulChecks::json).toList());
				found.add(json);
			}
		}
		return found;
	}

	record Indexed<T>(long index, T value) {

	}

	private static final class Session {

		private final String id;

		private final Duration ttl;

		private final String behavior;

		private final List<String> checks;

		private long deadline;

		Session(String id, Duration ttl, String behavior, Duration lockDelay, List<String> checks, long index) {
			this.id = id;
			this.ttl = ttl;
			this.behavior = behavior;
			this.checks = checks;
		}

		Session(Session other) {
			this.id = other.id;
			this.ttl = other.ttl;
			this.behavior = other.behavior;
			this.checks = other.checks;
			this.deadline = other.deadline;
		}

		/** It ends at twice its time to live, as with Consul. */
		void renew(long now) {
			this.deadline = now + 2 * this.ttl.toNanos();
		}

	}

}
