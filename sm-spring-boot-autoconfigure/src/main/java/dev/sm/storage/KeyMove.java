package dev.sm.storage;

/**
 * A key that has moved, and the token of the staging that holds its value. The array is
 * not copied.
 *
 * @param key the key
 * @param token the token
 */
public record KeyMove(byte[] key, String token) {

}
