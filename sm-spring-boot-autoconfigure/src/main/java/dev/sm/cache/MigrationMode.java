package dev.sm.cache;

/** How keys move during a migration. */
public enum MigrationMode {

	/** Values are copied. */
	ACTIVE,

	/** Values expire where they were; reads and writes of the meantime are kept. */
	PASSIVE

}
