package dev.sm.cache.json;

import java.util.BitSet;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * The types of which objects are made because stored bytes say so.
 */
final class TrustedTypes extends PolymorphicTypeValidator {

	private static final Set<Class<?>> VALUES = Set.of(UUID.class, Date.class, Locale.class, Currency.class,
			Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class, BitSet.class, String.class,
			Boolean.class, Character.class, Object.class);

	private static final Set<String> COLLECTIONS = Set.of("java.util", "java.util.concurrent");

	private static final Set<String> PACKAGES = Set.of("java.time", "java.math");

	private final List<String> trusted;

	TrustedTypes(Collection<String> trusted) {
		this.trusted = List.copyOf(trusted);
	}

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType base) {
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubType(DatabindContext context, JavaType base, JavaType type) {
		return trusted(type.getRawClass()) ? Validity.ALLOWED : Validity.DENIED;
	}

	private boolean trusted(Class<?> type) {
		if (type.isArray()) {
			return trusted(type.getComponentType());
		}
		String name = type.getPackageName();
		if (type.isPrimitive() || VALUES.contains(type) || PACKAGES.contains(name)) {
			return true;
		}
		if (name.equals("java.lang")) {
			return Number.class.isAssignableFrom(type) || Enum.class.isAssignableFrom(type);
		}
		if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
			return COLLECTIONS.contains(name) || trusted(name);
		}
		return Enum.class.isAssignableFrom(type) || trusted(name);
	}

	private boolean trusted(String name) {
		return this.trusted.stream().anyMatch((start) -> name.equals(start) || name.startsWith(start + "."));
	}

}
