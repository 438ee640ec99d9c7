package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients were told: additions that were acknowledged must be counted, once, and of
 * the others at most each once. Thread-safe.
 */
final class Ledger {

	private final Map<String, long[]> names = new TreeMap<>();

	synchronized void told(String name, boolean acknowledged) {
		this.names.computeIfAbsent(name, (absent) -> new long[2])[acknowledged ? 0 : 1]++;
	}

	synchronized String summary() {
		long acknowledged = this.names.values().stream().mapToLong((told) -> told[0]).sum();
		long unanswered = this.names.values().stream().mapToLong((told) -> told[1]).sum();
		return acknowledged + " additions acknowledged, " + unanswered + " not";
	}

	/** Compares with what is counted; nothing may be added meanwhile. */
	synchronized void check(String server, Report report) {
		Http http = new Http(Duration.ofSeconds(10));
		this.names.forEach((name, told) -> {
			try {
				long counted = http.get(server, "/counts/" + name).path("count").asLong(-1);
				if (counted < told[0] || counted > told[0] + told[1]) {
					report.violation("the fence", "'" + name + "' is counted " + counted + " times",
							List.of(told[0] + " additions were acknowledged, " + told[1] + " were not"));
				}
			}
			catch (IOException ex) {
				report.violation("the fence", "'" + name + "' cannot be read: " + ex, List.of());
			}
		});
	}

}
