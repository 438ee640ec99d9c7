package dev.sm.coordination.http;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Leases: each lives as long as it is kept alive, and so does each key under it, for
 * itself. A lease is a session of the store with a record that is bound to it, and each
 * key has a session of its own, so that whichever member is asked can renew them, and the
 * group ends them whoever leads it. Thread-safe.
 */
final class Leases {

	static final int MAX_KEYS = 100;

	private static final int MAX_NAME = 512;

	private final CoordinationStore store;

	private final GroupAccess group;

	private final Random random = new SecureRandom();

	Leases(CoordinationStore store, GroupAccess group) {
		this.store = store;
		this.group = group;
	}

	long grant(long ttlSeconds, String name) {
		if (ttlSeconds < 1 || ttlSeconds > Session.MAX_TTL.toSeconds()) {
			throw new IllegalArgumentException(
					"'ttl' must be between 1 and " + Session.MAX_TTL.toSeconds() + " seconds (was " + ttlSeconds + ")");
		}
		if (name.isEmpty() || name.length() > MAX_NAME) {
			throw new IllegalArgumentException("'name' must have between 1 and " + MAX_NAME + " characters");
		}
		Session session = ErrorAnswers.answer(this.store.openSession(Duration.ofSeconds(ttlSeconds)));
		String value = new LeaseRecord(ttlSeconds, session.id(), name).encode();
		while (true) {
			// every JSON parser takes 53 bits as they are
			long id = 1 + (this.random.nextLong() >>> 11);
			String key = Keys.child(KeySpace.LEASES, Long.toString(id));
			Transaction transaction = Transaction.builder().ifAbsent(key).put(key, value, session.id()).build();
			if (ErrorAnswers.answer(this.store.commit(transaction)).applied()) {
				return id;
			}
		}
	}

	void keepAlive(long id, @Nullable String key, @Nullable String data) {
		Entry lease = find(id);
		LeaseRecord record = record(id, lease);
		ErrorAnswers.answer(this.group.session(record.sessionId(), record.ttl()).renew());
		if (key == null) {
			return;
		}
		String path = KeySpace.key(Keys.child(KeySpace.LEASE_KEYS, Long.toString(id)), key);
		String value = KeySpace.encode(((data != null) ? data : "").getBytes(StandardCharsets.UTF_8));
		Entry present = ErrorAnswers.answer(this.store.get(path));
		String session = renew(present, record.ttl());
		if (session != null && present != null && present.value().equals(value)) {
			return;
		}
		if (session == null) {
			checkRoom(id, path);
			session = ErrorAnswers.answer(this.store.openSession(record.ttl())).id();
		}
		// the lease may have ended meanwhile: its keys must not outlive it
		Transaction transaction = Transaction.builder()
			.ifUnchanged(lease.key(), lease.revision())
			.put(path, value, session)
			.build();
		if (!ErrorAnswers.answer(this.store.commit(transaction)).applied()) {
			throw notFound(id);
		}
	}

	private @Nullable String renew(@Nullable Entry entry, Duration ttl) {
		if (entry == null || entry.sessionId() == null) {
			return null;
		}
		try {
			ErrorAnswers.answer(this.group.session(entry.sessionId(), ttl).renew());
			return entry.sessionId();
		}
		catch (SessionLostException ex) {
			return null;
		}
	}

	private void checkRoom(long id, String path) {
		List<Entry> keys = keysOf(id);
		if (keys.size() >= MAX_KEYS && keys.stream().noneMatch((entry) -> entry.key().equals(path))) {
			throw new HttpFailure(HttpStatus.CONFLICT, "lease " + id + " must have at most " + MAX_KEYS + " keys");
		}
	}

	private List<Entry> keysOf(long id) {
		return ErrorAnswers.answer(this.store.list(Keys.child(KeySpace.LEASE_KEYS, Long.toString(id)))).entries();
	}

	void revoke(long id) {
		LeaseRecord record = record(id, find(id));
		ErrorAnswers.answer(this.group.session(record.sessionId(), record.ttl()).close());
		for (Entry key : keysOf(id)) {
			if (key.sessionId() != null) {
				ErrorAnswers.answer(this.group.session(key.sessionId(), record.ttl()).close());
			}
		}
	}

	Map<String, Object> timeToLive(long id) {
		LeaseRecord record = record(id, find(id));
		Duration remaining = ErrorAnswers.answer(this.group.timeToLive(record.sessionId()));
		if (remaining == null) {
			throw notFound(id);
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", id);
		answer.put("name", record.name());
		answer.put("ttl", record.ttlSeconds());
		answer.put("remaining", remaining.toMillis() / 1000.0);
		String prefix = Keys.child(KeySpace.LEASE_KEYS, Long.toString(id)) + "/";
		answer.put("keys", keysOf(id).stream().map((entry) -> entry.key().substring(prefix.length())).toList());
		return answer;
	}

	/**
	 * Finds what services have told.
	 * @param key what the keys must begin with
	 * @param prefix what the names of the leases must begin with
	 * @return the data, ordered by the name of the lease and the key
	 */
	List<String> find(String key, String prefix) {
		Map<String, String> names = new HashMap<>();
		ErrorAnswers.answer(this.store.list(KeySpace.LEASES)).entries().forEach((entry) -> {
			LeaseRecord record = LeaseRecord.parse(entry.value());
			if (record != null && record.name().startsWith(prefix)) {
				names.put(entry.key().substring(KeySpace.LEASES.length() + 1), record.name());
			}
		});
		TreeMap<String, String> found = new TreeMap<>();
		for (Entry entry : ErrorAnswers.answer(this.store.list(KeySpace.LEASE_KEYS)).entries()) {
			String[] parts = entry.key().substring(KeySpace.LEASE_KEYS.length() + 1).split("/", 2);
			String name = names.get(parts[0]);
			if (name != null && parts[1].startsWith(key)) {
				found.put(name + "\n" + parts[1] + "\n" + parts[0], KeySpace.text(entry.value()));
			}
		}
		return List.copyOf(found.values());
	}

	private Entry find(long id) {
		Entry lease = ErrorAnswers.answer(this.store.get(Keys.child(KeySpace.LEASES, Long.toString(id))));
		if (lease == null) {
			throw notFound(id);
		}
		return lease;
	}

	private static LeaseRecord record(long id, Entry lease) {
		LeaseRecord record = LeaseRecord.parse(lease.value());
		if (record == null) {
			throw notFound(id);
		}
		return record;
	}

	private static HttpFailure notFound(long id) {
		return new HttpFailure(HttpStatus.NOT_FOUND, "there is no lease " + id);
	}

}
