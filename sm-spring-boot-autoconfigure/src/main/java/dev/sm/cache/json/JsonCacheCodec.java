package dev.sm.cache.json;

import java.lang.reflect.Type;
import java.util.Collection;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheCodecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores values as JSON. Whole numbers become decimal digits. Thread-safe.
 */
public final class JsonCacheCodec implements CacheCodec {

	private final JsonMapper mapper;

	public JsonCacheCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * A codec whose values tell their types, so that they can be decoded as
	 * {@code Object}. It makes objects only of types that it trusts, since whoever can
	 * write to a node chooses what is read: values and collections of the JDK, enums, and
	 * the types of some packages.
	 * @param mapper the mapper to start from
	 * @param trusted the packages, with all below them
	 * @return the codec
	 */
	public static CacheCodec typed(JsonMapper mapper, Collection<String> trusted) {
		return new TypedJsonCodec(mapper, trusted);
	}

	@Override
	public byte[] encode(Object value) {
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new CacheCodecException("a value of type " + value.getClass().getName()
					+ " cannot be written as JSON (" + ex.getClass().getSimpleName() + ")", null);
		}
	}

	@Override
	public <T> T decode(byte[] bytes, Type type) {
		try {
			return this.mapper.readValue(bytes, this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw new CacheCodecException(
					"JSON cannot be read as " + type.getTypeName() + " (" + ex.getClass().getSimpleName() + ")", null);
		}
	}

}
