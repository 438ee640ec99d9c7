package dev.sm.storage;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What became of one operation of a {@link MigrationCommand.Step}.
 *
 * @param kind what became of it
 * @param value what the operation's command answers, if it is done
 * @param token the token under which the key has moved, if it is to be looked for at the
 * other place; {@code null} if it has not moved
 * @param failure why it failed, if it did
 */
public record StepAnswer(Kind kind, @Nullable Object value, @Nullable String token, @Nullable NodeException failure) {

	public static StepAnswer done(Object value) {
		return new StepAnswer(Kind.DONE, value, null, null);
	}

	public static StepAnswer go(@Nullable String token) {
		return new StepAnswer(Kind.GO, null, token, null);
	}

	public static StepAnswer failed(NodeException failure) {
		return new StepAnswer(Kind.FAILED, null, null, failure);
	}

	/**
	 * The answer of an operation that is done.
	 * @param <R> the type of its command's answer
	 * @return the answer
	 */
	@SuppressWarnings("unchecked")
	public <R> R answer() {
		return (R) Objects.requireNonNull(this.value);
	}

	/** What became of an operation. */
	public enum Kind {

		/** It was executed. */
		DONE,

		/** Nothing was done: the new place decides. */
		GO,

		/** It was refused, or cannot be done; nothing was changed. */
		FAILED

	}

}
