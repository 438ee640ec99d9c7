package dev.sm.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which participants are gone, own shards, and may still come back within the recovery
 * grace. One that was being drained is not waited for.
 */
final class Awaited {

	private final ServiceState state;

	private final long grace;

	private final Map<String, Long> since = new HashMap<>();

	Awaited(ServiceState state, long grace) {
		this.state = state;
		this.grace = grace;
	}

	/**
	 * Looks who is missing.
	 * @param now the time
	 * @return the participants that are waited for
	 */
	Set<String> at(long now) {
		Set<String> awaited = new TreeSet<>();
		this.since.keySet().removeIf((id) -> this.state.incarnation(id) != null);
		if (this.grace > 0) {
			this.state.assignments().forEach((id, document) -> {
				if (this.state.incarnation(id) == null && !this.state.drains().contains(id)
						&& !document.value().entries().isEmpty()
						&& now - this.since.computeIfAbsent(id, (any) -> now) - this.grace < 0) {
					awaited.add(id);
				}
			});
		}
		return awaited;
	}

	void wake(WakeUp wakeUp, long now) {
		for (long from : this.since.values()) {
			if (now - from - this.grace < 0) {
				wakeUp.at(from + this.grace);
			}
		}
	}

}
