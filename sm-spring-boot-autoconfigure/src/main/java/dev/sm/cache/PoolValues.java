package dev.sm.cache;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Values and their bytes: {@code byte[]} and {@code String} as they are, whole numbers as
 * decimal digits (so that a node can add to them, whatever the codec), everything else by
 * the codec.
 */
final class PoolValues {

	private final CacheCodec codec;

	private final ValueSettings settings;

	PoolValues(CacheCodec codec) {
		this(codec, ValueSettings.DEFAULT);
	}

	PoolValues(CacheCodec codec, ValueSettings settings) {
		this.codec = codec;
		this.settings = settings;
	}

	/**
	 * The bytes to store.
	 * @throws InvalidDataAccessApiUsageException if they are too many
	 */
	byte[] encode(String key, @Nullable Object value) {
		byte[] plain = plain(key, value);
		Integer above = this.settings.compressAbove();
		boolean compress = (above != null && plain.length > above) || CompressedValue.marked(plain);
		byte[] stored = compress ? CompressedValue.compress(plain) : plain;
		Integer most = this.settings.maxBytes();
		if (most != null && stored.length > most) {
			throw new InvalidDataAccessApiUsageException("the value of key '" + PoolKeys.shown(key) + "' has "
					+ stored.length + " bytes as it is stored; the pool's 'values.max-size' is " + most);
		}
		return stored;
	}

	private byte[] plain(String key, @Nullable Object value) {
		if (value == null) {
			throw new IllegalArgumentException("the value of key '" + PoolKeys.shown(key) + "' must not be null");
		}
		if (value instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		if (value instanceof byte[] bytes) {
			return bytes.clone();
		}
		if (value instanceof Long || value instanceof Integer) {
			return value.toString().getBytes(StandardCharsets.UTF_8);
		}
		try {
			return this.codec.encode(value);
		}
		catch (RuntimeException ex) {
			throw failed("the value of key '" + PoolKeys.shown(key) + "' cannot be encoded", ex);
		}
	}

	<T> T decode(String key, byte[] stored, Type type) {
		try {
			return decodePlain(key, CompressedValue.value(stored), type);
		}
		catch (CacheCodecException ex) {
			String message = String.valueOf(ex.getMessage());
			throw message.startsWith("the value of key") ? ex
					: failed("the value of key '" + PoolKeys.shown(key) + "' cannot be read", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <T> T decodePlain(String key, byte[] bytes, Type type) {
		if (type == String.class) {
			return (T) new String(bytes, StandardCharsets.UTF_8);
		}
		if (type == byte[].class) {
			return (T) bytes.clone();
		}
		Object number = wholeNumber(bytes, type);
		return (T) ((number != null) ? number : decodeByCodec(key, bytes, type));
	}

	private Object decodeByCodec(String key, byte[] bytes, Type type) {
		Object value;
		try {
			value = this.codec.decode(bytes, type);
		}
		catch (RuntimeException ex) {
			throw failed("the value of key '" + PoolKeys.shown(key) + "' cannot be read as " + type.getTypeName(), ex);
		}
		if (value == null) {
			throw new CacheCodecException("the value of key '" + PoolKeys.shown(key) + "' cannot be read as "
					+ type.getTypeName() + ": it stands for null", null);
		}
		return value;
	}

	private static CacheCodecException failed(String message, RuntimeException cause) {
		// another library's message may quote the value: it is neither told nor kept
		String reason = (cause instanceof CacheCodecException) ? cause.getMessage() : cause.getClass().getName();
		return new CacheCodecException(message + ": " + reason, null);
	}

	private static @Nullable Object wholeNumber(byte[] bytes, Type type) {
		boolean isLong = type == Long.class || type == long.class;
		if ((!isLong && type != Integer.class && type != int.class) || bytes.length > 20) {
			return null;
		}
		String digits = new String(bytes, StandardCharsets.ISO_8859_1);
		try {
			return isLong ? (Object) Long.valueOf(digits) : (Object) Integer.valueOf(digits);
		}
		catch (NumberFormatException ex) {
			// not digits: the codec may know better
			return null;
		}
	}

}
