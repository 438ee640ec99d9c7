package dev.sm.coordination.consul;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a transaction of Consul, and what it means if it fails.
 *
 * @param key the key that it is about
 * @param role what it is for
 * @param body the operation as Consul takes it
 */
record ConsulOp(String key, Role role, Map<String, Object> body) {

	/** What an operation is for. */
	enum Role {

		/** A compare of the caller: if it fails, the transaction is refused. */
		COMPARE,

		/** A compare of this store's own: if it fails, the store looks again. */
		GUARD,

		/** A write bound to a session. */
		LOCK,

		/** Any other write. */
		WRITE

	}

	static ConsulOp absent(String key) {
		return new ConsulOp(key, Role.COMPARE, body("check-not-exists", key));
	}

	static ConsulOp unchanged(String key, Role role, long revision) {
		Map<String, Object> body = body("check-index", key);
		body.put("Index", revision);
		return new ConsulOp(key, role, body);
	}

	/** Writes a key and leaves it bound to what it is bound to. */
	static ConsulOp set(String key, String value, long flag) {
		return new ConsulOp(key, Role.WRITE, written("set", key, value, flag));
	}

	/** Writes a key if it is at a revision, 0 standing for absent. */
	static ConsulOp setIf(String key, Role role, String value, long flag, long revision) {
		Map<String, Object> body = written("cas", key, value, flag);
		body.put("Index", revision);
		return new ConsulOp(key, role, body);
	}

	/** Writes a key and binds it, if it is not bound to another session. */
	static ConsulOp lock(String key, String value, long flag, String session) {
		Map<String, Object> body = written("lock", key, value, flag);
		body.put("Session", session);
		return new ConsulOp(key, Role.LOCK, body);
	}

	static ConsulOp delete(String key) {
		return new ConsulOp(key, Role.WRITE, body("delete", key));
	}

	private static Map<String, Object> written(String verb, String key, String value, long flag) {
		Map<String, Object> body = body(verb, key);
		body.put("Value", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
		body.put("Flags", flag);
		return body;
	}

	private static Map<String, Object> body(String verb, String key) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("Verb", verb);
		body.put("Key", ConsulKeys.encode(key));
		return body;
	}

	/**
	 * A session that a key is bound to.
	 *
	 * @param revision the revision of the key; 0 if it is absent
	 * @param session the session, or {@code null}
	 */
	record Present(long revision, @Nullable String session) {

	}

}
