package dev.sm.event;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what operators do. Thread-safe.
 */
@FunctionalInterface
public interface OperatorLog {

	/** Keeps nothing. */
	OperatorLog NONE = (action) -> {
	};

	/**
	 * Keeps something that was asked for.
	 * @param action what it was and what became of it
	 */
	void record(OperatorAction action);

	/**
	 * Names somebody.
	 * @param principal the user, or {@code null}
	 * @return the name, or {@code anonymous}
	 */
	static String name(@Nullable Principal principal) {
		return (principal != null) ? String.valueOf(principal.getName()) : "anonymous";
	}

}
