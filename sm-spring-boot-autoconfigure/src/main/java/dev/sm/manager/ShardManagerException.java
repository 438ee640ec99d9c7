package dev.sm.manager;

import org.jspecify.annotations.Nullable;

/**
 * A wish about shards was refused, or did not reach the store.
 */
@SuppressWarnings("serial")
public class ShardManagerException extends RuntimeException {

	/** Why a wish failed. */
	public enum Kind {

		/** What the wish names does not exist. */
		NOT_FOUND,

		/** The wish contradicts what there is. */
		CONFLICT,

		/** The store did not answer, so the outcome is unknown. */
		UNAVAILABLE

	}

	private final Kind kind;

	public ShardManagerException(Kind kind, String message) {
		this(kind, message, null);
	}

	public ShardManagerException(Kind kind, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
	}

	public Kind getKind() {
		return this.kind;
	}

}
