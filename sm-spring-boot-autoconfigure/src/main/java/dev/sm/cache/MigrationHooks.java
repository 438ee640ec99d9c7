package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

/**
 * What operations tell whoever follows the migration of their pool. Thread-safe; must not
 * block.
 */
interface MigrationHooks {

	/** Nobody follows. */
	MigrationHooks NONE = new MigrationHooks() {

		@Override
		public void refused() {
		}

		@Override
		public void used(byte[] key, PoolNode source, PoolNode target, long m) {
		}

		@Override
		public CompletableFuture<KeyMover.Result> move(byte[] key, PoolNode source, PoolNode target, long m) {
			return CompletableFuture.failedFuture(new IllegalStateException("nothing moves"));
		}

	};

	/** A node was elsewhere in the migration than this instance. */
	void refused();

	/**
	 * A key was used at its old place.
	 * @param key the key as it is stored
	 * @param source its old place
	 * @param target its new place
	 * @param m the number of the migration
	 */
	void used(byte[] key, PoolNode source, PoolNode target, long m);

	/**
	 * Moves one key now.
	 * @param key the key as it is stored
	 * @param source its old place
	 * @param target its new place
	 * @param m the number of the migration
	 * @return what became of it
	 */
	CompletableFuture<KeyMover.Result> move(byte[] key, PoolNode source, PoolNode target, long m);

}
