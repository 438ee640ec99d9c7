package dev.sm.storage;

/**
 * A key and its value, as the node stores them. The arrays are not copied; two of these
 * are equal only if they share them.
 *
 * @param key the key
 * @param value the value
 */
public record KeyValue(byte[] key, byte[] value) {

}
