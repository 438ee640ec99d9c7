package dev.sm.cache.spring;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ObjectUtils;

/**
 * The text of a cache's keys: what {@code toString} makes of them, and of each part of an
 * array, a collection or a map.
 */
final class CacheKeys {

	static final String SEPARATOR = "::";

	private final String cache;

	private final String prefix;

	CacheKeys(String cache) {
		if (cache.isBlank() || cache.length() > 200 || cache.contains(SEPARATOR)) {
			throw new IllegalArgumentException("the name of a cache must have 1 to 200 characters without '" + SEPARATOR
					+ "', which ends it in keys (was '" + cache + "')");
		}
		this.cache = cache;
		this.prefix = cache + SEPARATOR;
	}

	/** What all keys of the cache start with. */
	String prefix() {
		return this.prefix;
	}

	String of(Object key) {
		return this.prefix.concat(text(key));
	}

	private String text(@Nullable Object key) {
		if (key instanceof String text) {
			return text;
		}
		if (key == null || key instanceof SimpleKey) {
			return String.valueOf(key);
		}
		if (key instanceof Collection<?> parts) {
			StringJoiner joined = new StringJoiner(",", "[", "]");
			parts.forEach((part) -> joined.add(text(part)));
			return joined.toString();
		}
		if (key instanceof Map<?, ?> parts) {
			StringJoiner joined = new StringJoiner(",", "{", "}");
			parts.forEach((name, part) -> joined.add(text(name) + "=" + text(part)));
			return joined.toString();
		}
		if (key.getClass().isArray()) {
			StringJoiner joined = new StringJoiner(",", "[", "]");
			for (Object part : ObjectUtils.toObjectArray(key)) {
				joined.add(text(part));
			}
			return joined.toString();
		}
		return own(key);
	}

	/** A key whose text is its identity would never be found again. */
	private String own(Object key) {
		String text = key.toString();
		if (text.equals(key.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(key)))
				|| text.equals(key.getClass().getName() + "@" + Integer.toHexString(key.hashCode()))) {
			throw new IllegalArgumentException("a key of cache '" + this.cache + "' is a " + key.getClass().getName()
					+ ", which has no toString() of its own; give it one, make it a record, or name a 'key' in the"
					+ " annotation");
		}
		return text;
	}

}
