package dev.sm.cache;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * What can be stored without a codec bean and without Jackson: numbers and booleans.
 */
final class PlainCodec implements CacheCodec {

	private static final Map<Type, Function<String, Object>> READERS = Map.ofEntries(
			Map.entry(Long.class, Long::valueOf), Map.entry(long.class, Long::valueOf),
			Map.entry(Integer.class, Integer::valueOf), Map.entry(int.class, Integer::valueOf),
			Map.entry(Short.class, Short::valueOf), Map.entry(short.class, Short::valueOf),
			Map.entry(Double.class, Double::valueOf), Map.entry(double.class, Double::valueOf),
			Map.entry(Float.class, Float::valueOf), Map.entry(float.class, Float::valueOf),
			Map.entry(BigInteger.class, BigInteger::new), Map.entry(BigDecimal.class, BigDecimal::new),
			Map.entry(Boolean.class, PlainCodec::bool), Map.entry(boolean.class, PlainCodec::bool));

	@Override
	public byte[] encode(Object value) {
		if (!READERS.containsKey(value.getClass())) {
			throw unknown(value.getClass());
		}
		return value.toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T decode(byte[] bytes, Type type) {
		Function<String, Object> reader = READERS.get(type);
		if (reader == null) {
			throw unknown(type);
		}
		try {
			return (T) reader.apply(new String(bytes, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			throw new CacheCodecException("it is not written as such", null);
		}
	}

	private static Object bool(String text) {
		if (!"true".equals(text) && !"false".equals(text)) {
			throw new IllegalArgumentException("neither true nor false");
		}
		return Boolean.valueOf(text);
	}

	private static CacheCodecException unknown(Type type) {
		return new CacheCodecException(
				"values of type " + type.getTypeName()
						+ " need a CacheCodec bean, or Jackson (tools.jackson.core:jackson-databind) on the class path",
				null);
	}

}
