package dev.sm.manager;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How often a transaction was refused that passes shards on to heirs. It is when somebody
 * has written one of the documents meanwhile: it is tried again as soon as that is known,
 * a few times, and then left to the controller.
 */
final class Refusals {

	private static final long PATIENCE = Duration.ofMillis(50).toNanos();

	private static final int ATTEMPTS = 3;

	private final ServiceState state;

	private final Map<String, Integer> refused = new HashMap<>();

	private long versionThen;

	private @Nullable Long until;

	Refusals(ServiceState state) {
		this.state = state;
	}

	void refused(Set<String> shards, long now) {
		shards.forEach((shard) -> this.refused.merge(shard, 1, Integer::sum));
		this.versionThen = this.state.version();
		this.until = now + PATIENCE;
	}

	/** Forgets shards that nobody is to drop here any longer. */
	void ordered(AssignmentDocument document) {
		this.refused.keySet().removeIf((shard) -> {
			AssignmentDocument.Item item = document.entries().get(shard);
			return item == null || item.heir() == null;
		});
	}

	/** Whether to wait until it is known why it was refused. */
	boolean waiting(long now) {
		if (this.until != null && (this.state.version() != this.versionThen || now - this.until >= 0)) {
			this.until = null;
		}
		return this.until != null;
	}

	/** The shards that are left to the controller. */
	Set<String> declined() {
		return this.refused.entrySet()
			.stream()
			.filter((shard) -> shard.getValue() >= ATTEMPTS)
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	void wake(WakeUp wakeUp) {
		if (this.until != null) {
			wakeUp.at(this.until);
		}
	}

}
