package dev.sm.manager;

/**
 * A document and the revision that it was read at.
 *
 * @param value the document
 * @param revision the revision of its key
 */
record Versioned<T>(T value, long revision) {

}
