package dev.sm.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * A value cannot be turned into bytes, or bytes cannot be turned into a value of the type
 * that was asked for. The message tells the type, never the value.
 */
@SuppressWarnings("serial")
public class CacheCodecException extends InvalidDataAccessResourceUsageException {

	public CacheCodecException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
