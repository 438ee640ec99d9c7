package dev.sm.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is read from the class path at run time is in a native image.
 */
class SmRuntimeHintsTests {

	private static final Path RESOURCES = Path.of("src", "main", "resources");

	private static final List<String> BUILD_TIME = List.of("META-INF/spring", "META-INF/additional-spring");

	static Stream<String> resources() throws IOException {
		try (Stream<Path> files = Files.walk(RESOURCES)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> RESOURCES.relativize(file).toString().replace('\\', '/'))
				.filter((file) -> BUILD_TIME.stream().noneMatch(file::startsWith))
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("resources")
	void isThere(String resource) {
		RuntimeHints hints = new RuntimeHints();
		new SmRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
	}

}
