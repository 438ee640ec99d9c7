package dev.sm.autoconfigure;

import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheCodecException;
import dev.sm.cache.json.JsonCacheCodec;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that tells types; loads Jackson when the first value needs it. Its messages name
 * the property that trusts a type.
 */
final class LazyTypedCodec implements CacheCodec {

	private final Supplier<CacheCodec> codec;

	private final Set<String> trusted;

	/**
	 * Creates a codec.
	 * @param mapper the application's mapper
	 * @param own the application's packages
	 * @param further packages that are trusted too
	 */
	LazyTypedCodec(Supplier<JsonMapper> mapper, List<String> own, List<String> further) {
		this.trusted = new LinkedHashSet<>(own);
		this.trusted.addAll(further);
		this.codec = SingletonSupplier.of(() -> JsonCacheCodec.typed(mapper.get(), this.trusted));
	}

	@Override
	public byte[] encode(Object value) {
		try {
			return this.codec.get().encode(value);
		}
		catch (CacheCodecException ex) {
			throw explained(ex);
		}
	}

	@Override
	public <T> T decode(byte[] bytes, Type type) {
		try {
			return this.codec.get().decode(bytes, type);
		}
		catch (CacheCodecException ex) {
			throw explained(ex);
		}
	}

	private CacheCodecException explained(CacheCodecException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.contains("not trusted") ? new CacheCodecException(
				message + ", which are " + this.trusted + ": add others to 'sm.cache.spring.trusted-packages'", null)
				: ex;
	}

}
