package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Says what a value of {@code sm} must be that cannot be read as what the property is.
 * Texts can always be read, so that no secret is shown.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final Map<Class<?>, String> EXPECTED = Map.of(Boolean.class, "true or false", Integer.class,
			"a whole number", Double.class, "a number such as 0.1", Duration.class,
			"a time such as 500ms, 10s, 5m or 1h", DataSize.class, "a size such as 100B, 64KB or 1MB");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		String expected = expected(
				ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class)));
		if (property == null || expected == null || !(cause.getCause() instanceof ConversionFailedException)
				|| !cause.getName().toString().startsWith("sm.")) {
			return null;
		}
		InvalidPropertyException invalid = InvalidPropertyException.of(cause.getName().toString(), property.getValue(),
				expected);
		return new FailureAnalysis(invalid.getMessage() + " It comes from " + property.getOrigin() + ".",
				invalid.getAction(), cause);
	}

	private static @Nullable String expected(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.sorted()
				.collect(Collectors.joining(", "));
		}
		return EXPECTED.get(type);
	}

}
