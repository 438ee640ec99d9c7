package dev.sm.testkit.consul;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;

/**
 * Runs the operations of one transaction on a copy of the keys. All that fail are told.
 */
final class ConsulTxn {

	private static final Set<String> WRITES = Set.of("set", "cas", "lock", "unlock", "delete", "delete-cas",
			"delete-tree");

	private final ConsulKv kv;

	private final long at;

	private final Predicate<String> sessions;

	final List<Map<String, Object>> results = new ArrayList<>();

	final List<Map<String, Object>> errors = new ArrayList<>();

	ConsulTxn(ConsulKv kv, long at, Predicate<String> sessions) {
		this.kv = kv;
		this.at = at;
		this.sessions = sessions;
	}

	static boolean writes(JsonNode operations) {
		for (JsonNode operation : operations) {
			if (WRITES.contains(operation.path("KV").path("Verb").asString(""))) {
				return true;
			}
		}
		return false;
	}

	void run(JsonNode operations) {
		int place = 0;
		for (JsonNode operation : operations) {
			try {
				run(operation.path("KV").path("Verb").asString(""), operation.path("KV"));
			}
			catch (IllegalStateException ex) {
				Map<String, Object> error = new LinkedHashMap<>();
				error.put("OpIndex", place);
				error.put("What", ex.getMessage());
				this.errors.add(error);
			}
			place++;
		}
	}

	private void run(String verb, JsonNode op) {
		String key = op.path("Key").asString("");
		ConsulKv.Item present = this.kv.items.get(key);
		long index = op.path("Index").asLong(0);
		String session = op.path("Session").asString("");
		switch (verb) {
			case "set" -> write(op, key, "", false);
			case "cas" -> {
				check(((present != null) ? present.modifyIndex() : 0) == index,
						"failed to set key \"" + key + "\", index is stale");
				write(op, key, "", false);
			}
			case "lock" -> {
				check(this.sessions.test(session), "invalid session \"" + session + "\"");
				check(present == null || present.session().isEmpty() || present.session().equals(session),
						"failed to lock key \"" + key + "\", lock is already held");
				write(op, key, session, true);
			}
			case "unlock" -> {
				check(present != null && present.session().equals(session),
						"failed to unlock key \"" + key + "\", lock isn't held, or is held by another session");
				write(op, key, "", true);
			}
			case "delete" -> this.kv.delete(this.at, key);
			case "delete-tree" -> this.kv.deleteTree(this.at, key);
			case "delete-cas" -> {
				check(present == null || present.modifyIndex() == index,
						"failed to delete key \"" + key + "\", index is stale");
				this.kv.delete(this.at, key);
			}
			case "get" -> {
				check(present != null, "key \"" + key + "\" doesn't exist");
				result(present, true);
			}
			case "get-tree" -> this.kv.below(key).forEach((item) -> result(item, true));
			case "check-index" -> {
				check(present != null, "failed to check index, key \"" + key + "\" doesn't exist");
				check(present.modifyIndex() == index, "failed index check for key \"" + key
						+ "\", current modify index " + present.modifyIndex() + " != " + index);
				result(present, false);
			}
			case "check-session" -> {
				check(present != null, "failed to check session, key \"" + key + "\" doesn't exist");
				check(present.session().equals(session), "failed session check for key \"" + key
						+ "\", current session \"" + present.session() + "\" != \"" + session + "\"");
				result(present, false);
			}
			case "check-not-exists" -> check(present == null, "key \"" + key + "\" exists");
			default -> throw new IllegalStateException("unknown KV verb \"" + verb + "\"");
		}
	}

	private void write(JsonNode op, String key, String session, boolean bind) {
		byte[] value = op.path("Value").isNull() || op.path("Value").isMissingNode() ? new byte[0]
				: op.path("Value").binaryValue();
		result(this.kv.set(this.at, key, value, op.path("Flags").asLong(0), session, bind), false);
	}

	private void result(ConsulKv.Item item, boolean withValue) {
		this.results.add(Map.of("KV", item.json(withValue)));
	}

	private static void check(boolean right, String message) {
		if (!right) {
			throw new IllegalStateException(message);
		}
	}

}
