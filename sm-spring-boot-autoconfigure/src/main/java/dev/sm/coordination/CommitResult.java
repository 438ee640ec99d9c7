package dev.sm.coordination;

/**
 * What became of a transaction.
 *
 * @param applied whether all compares held, so that all operations were applied
 * @param revision the revision of the keys that it wrote; if it was not applied or
 * changed nothing, the revision of the store
 */
public record CommitResult(boolean applied, long revision) {

}
