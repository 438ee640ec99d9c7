package dev.sm.benchmarks.chaos;

import java.util.Locale;

/**
 * A fault that was injected and taken back.
 *
 * @param fault what it was
 * @param what to whom it was done, for people
 * @param at when it began, in seconds on the clock of the report
 * @param recovery how long shards were without an owner, in nanoseconds
 */
record Injection(Fault fault, String what, double at, long recovery) {

	/** One line of JSON, as the log has it. */
	String json(int violations) {
		return String.format(Locale.ROOT,
				"{\"at\":%.3f,\"fault\":\"%s\",\"what\":\"%s\",\"recovered\":%.3f,\"violations\":%d}", this.at,
				this.fault.name(), this.what.replace("\\", "\\\\").replace("\"", "\\\""), this.recovery / 1e9,
				violations);
	}

}
