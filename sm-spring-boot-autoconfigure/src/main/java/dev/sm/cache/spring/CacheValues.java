package dev.sm.cache.spring;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheCodecException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * The values of a cache and their bytes. No bytes at all stand for {@code null}.
 */
final class CacheValues {

	private static final Logger logger = LoggerFactory.getLogger(CacheValues.class);

	private static final byte[] NULL = {};

	private final String cache;

	private final CacheCodec codec;

	private final boolean nullValues;

	private final AtomicBoolean warned = new AtomicBoolean();

	CacheValues(String cache, CacheCodec codec, boolean nullValues) {
		this.cache = cache;
		this.codec = codec;
		this.nullValues = nullValues;
	}

	/**
	 * The bytes of a value.
	 * @return the bytes, or {@code null} if it is not to be cached
	 */
	byte @Nullable [] encode(@Nullable Object value) {
		if (value == null) {
			return this.nullValues ? NULL : null;
		}
		return this.codec.encode(value);
	}

	/**
	 * The value of bytes. What cannot be read is as good as absent: it was written by
	 * another version of the application.
	 * @return the value, or {@code null} if there is none that can be read
	 */
	@Nullable ValueWrapper decode(byte @Nullable [] stored) {
		if (stored == null) {
			return null;
		}
		if (stored.length == 0) {
			return new SimpleValueWrapper(null);
		}
		try {
			return new SimpleValueWrapper(this.codec.<Object>decode(stored, Object.class));
		}
		catch (CacheCodecException ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("An entry of cache '{}' cannot be read and counts as a miss (told once): {}", this.cache,
						ex.getMessage());
			}
			return null;
		}
	}

}
