package dev.sm.coordination.consul;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Consul answers; what is not as it must be is told as such.
 */
final class ConsulJson {

	private static final Logger logger = LoggerFactory.getLogger(ConsulJson.class);

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private ConsulJson() {
	}

	/**
	 * Reads a list of keys.
	 * @param answer the answer
	 * @param prefix what the keys must lie below
	 * @return the entries in the natural order of their keys, without foreign ones
	 */
	static List<Entry> entries(ConsulAnswer answer, String prefix) {
		if (answer.isAbsent()) {
			return List.of();
		}
		List<Entry> entries = new ArrayList<>();
		for (ConsulEntry found : read(answer, ConsulEntry[].class)) {
			Entry entry = entry(found);
			if (entry != null && Keys.covers(prefix, entry.key())) {
				entries.add(entry);
			}
		}
		// Consul orders by its own spelling of keys
		entries.sort(Comparator.comparing(Entry::key));
		return entries;
	}

	private static @Nullable Entry entry(@Nullable ConsulEntry found) {
		if (found == null || found.key() == null) {
			return null;
		}
		try {
			return found.toEntry();
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Key '{}' in Consul was not written by this store and is passed over", found.key());
			return null;
		}
	}

	static Outcome outcome(ConsulAnswer answer) {
		return read(answer, Outcome.class);
	}

	static String sessionId(ConsulAnswer answer) {
		String id = read(answer, Created.class).id();
		if (id == null || id.isEmpty()) {
			throw new CoordinationException("Consul opened a session without an id: " + answer.text());
		}
		return id;
	}

	static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	private static <T> T read(ConsulAnswer answer, Class<T> type) {
		try {
			T value = MAPPER.readValue(answer.body(), type);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			throw new CoordinationException("Consul answered what cannot be read: " + answer.text(), ex);
		}
		throw new CoordinationException("Consul answered nothing where something was due");
	}

	/**
	 * What became of a transaction.
	 *
	 * @param results what it read and wrote, if it was applied
	 * @param errors why it was not
	 */
	record Outcome(@JsonProperty("Results") @Nullable List<@Nullable Result> results,
			@JsonProperty("Errors") @Nullable List<@Nullable Failure> errors) {

		/**
		 * The index at which it was applied.
		 * @return the largest index of all keys that it tells of; 0 if it tells of none
		 */
		long revision() {
			long revision = 0;
			for (Result result : present(this.results)) {
				revision = Math.max(revision, (result.kv() != null) ? result.kv().modifyIndex() : 0);
			}
			return revision;
		}

		List<Failure> failures() {
			return present(this.errors);
		}

		private static <T> List<T> present(@Nullable List<@Nullable T> all) {
			List<T> present = new ArrayList<>();
			for (T one : (all != null) ? all : List.<T>of()) {
				if (one != null) {
					present.add(one);
				}
			}
			return present;
		}

	}

	/**
	 * One part of what a transaction answers.
	 *
	 * @param kv a key
	 */
	record Result(@JsonProperty("KV") @Nullable ConsulEntry kv) {

	}

	/**
	 * Why a transaction was not applied.
	 *
	 * @param operation the place of the operation that failed
	 * @param reason why
	 */
	record Failure(@JsonProperty("OpIndex") int operation, @JsonProperty("What") @Nullable String reason) {

		boolean says(String part) {
			return this.reason != null && this.reason.contains(part);
		}

	}

	private record Created(@JsonProperty("ID") @Nullable String id) {

	}

}
