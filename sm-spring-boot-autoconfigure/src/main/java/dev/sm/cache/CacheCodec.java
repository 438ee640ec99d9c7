package dev.sm.cache;

import java.lang.reflect.Type;

/**
 * Turns values into bytes and back. {@code byte[]} and {@code String} values never reach
 * it. A bean of this type replaces the default, JSON. Implementations are thread-safe,
 * and keep a whole number readable for any client: as decimal digits.
 */
public interface CacheCodec {

	/**
	 * Encodes a value.
	 * @param value the value
	 * @return its bytes
	 * @throws CacheCodecException if it cannot be encoded
	 */
	byte[] encode(Object value);

	/**
	 * Decodes a value.
	 * @param bytes the bytes
	 * @param type the type to make of them
	 * @param <T> the type of the value
	 * @return the value
	 * @throws CacheCodecException if they are not a value of that type
	 */
	<T> T decode(byte[] bytes, Type type);

}
