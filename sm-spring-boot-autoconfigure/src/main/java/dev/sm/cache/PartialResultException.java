package dev.sm.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.dao.TransientDataAccessException;

/**
 * Some nodes of a multi-key operation failed. Carries what the others answered.
 */
@SuppressWarnings("serial")
public class PartialResultException extends TransientDataAccessException {

	private final transient Map<String, Object> results;

	private final transient Map<String, Throwable> failures;

	public PartialResultException(String message, Map<String, ?> results, Map<String, Throwable> failures) {
		super(message, failures.values().stream().findFirst().orElse(null));
		this.results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
		this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
	}

	/**
	 * What the nodes that did not fail answered: values for a read, {@code true} for each
	 * key that was written or removed.
	 * @return the results by key
	 */
	public Map<String, Object> getResults() {
		return this.results;
	}

	/**
	 * The keys that failed.
	 * @return the keys
	 */
	public Set<String> getFailedKeys() {
		return this.failures.keySet();
	}

	/**
	 * Why each key failed.
	 * @return the reason by key
	 */
	public Map<String, Throwable> getFailures() {
		return this.failures;
	}

}
