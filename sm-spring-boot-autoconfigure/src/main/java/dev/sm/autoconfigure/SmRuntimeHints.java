package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What sm reads from its class path, for native images. */
final class SmRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("META-INF/spring-configuration-metadata.json")
			.registerPattern("dev/sm/storage/jdbc/*.sql")
			.registerPattern("META-INF/sm/console/*");
	}

}
