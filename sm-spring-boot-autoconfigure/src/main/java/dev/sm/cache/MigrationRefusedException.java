package dev.sm.cache;

/**
 * What was asked of a migration cannot be done; nothing was changed.
 */
@SuppressWarnings("serial")
public class MigrationRefusedException extends RuntimeException {

	private final boolean unknownPool;

	public MigrationRefusedException(String message, boolean unknownPool) {
		super(message);
		this.unknownPool = unknownPool;
	}

	/**
	 * Whether the pool does not exist.
	 * @return whether it is unknown
	 */
	public boolean isUnknownPool() {
		return this.unknownPool;
	}

}
