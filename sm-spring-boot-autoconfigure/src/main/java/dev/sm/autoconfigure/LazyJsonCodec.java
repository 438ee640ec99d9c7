package dev.sm.autoconfigure;

import java.lang.reflect.Type;
import java.util.function.Supplier;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.json.JsonCacheCodec;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Loads Jackson when the first value needs it, so that a start does not wait for it. */
final class LazyJsonCodec implements CacheCodec {

	private final Supplier<JsonCacheCodec> codec;

	LazyJsonCodec(Supplier<JsonMapper> mapper) {
		this.codec = SingletonSupplier.of(() -> new JsonCacheCodec(mapper.get()));
	}

	@Override
	public byte[] encode(Object value) {
		return this.codec.get().encode(value);
	}

	@Override
	public <T> T decode(byte[] bytes, Type type) {
		return this.codec.get().decode(bytes, type);
	}

}
