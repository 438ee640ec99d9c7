package dev.sm.cache.json;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheCodecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with the names of types where the declared type does not tell them. Thread-safe.
 */
final class TypedJsonCodec implements CacheCodec {

	/** More types than an application caches; a bound all the same. */
	private static final int MAX_TRIED = 10_000;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final Set<Class<?>> tried = ConcurrentHashMap.newKeySet();

	TypedJsonCodec(JsonMapper mapper, Collection<String> trusted) {
		JsonMapper typed = mapper.rebuild()
			.activateDefaultTyping(new TrustedTypes(trusted), DefaultTyping.NON_FINAL)
			.build();
		this.writer = typed.writerFor(Object.class);
		this.reader = typed.readerFor(Object.class);
	}

	/** The first value of a type is read again, so that nothing is written in vain. */
	@Override
	public byte[] encode(Object value) {
		byte[] bytes;
		try {
			bytes = this.writer.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new CacheCodecException("a value of type " + value.getClass().getName()
					+ " cannot be written as JSON (" + ex.getClass().getSimpleName() + ")", null);
		}
		if (!this.tried.contains(value.getClass())) {
			try {
				decode(bytes, Object.class);
			}
			catch (CacheCodecException ex) {
				throw new CacheCodecException("a value of type " + value.getClass().getName()
						+ " could not be read again: " + ex.getMessage(), null);
			}
			if (this.tried.size() < MAX_TRIED) {
				this.tried.add(value.getClass());
			}
		}
		return bytes;
	}

	@Override
	public <T> T decode(byte[] bytes, Type type) {
		try {
			return this.reader.readValue(bytes);
		}
		catch (JacksonException ex) {
			throw new CacheCodecException(reason(ex), null);
		}
	}

	private static String reason(JacksonException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidTypeIdException type) {
				String id = String.valueOf(type.getTypeId());
				return "type '" + id.substring(0, Math.min(200, id.length()))
						+ "' is not there or not trusted; types are trusted by their packages";
			}
		}
		return "typed JSON cannot be read (" + ex.getClass().getSimpleName() + ")";
	}

}
