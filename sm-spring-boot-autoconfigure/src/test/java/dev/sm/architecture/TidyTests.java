package dev.sm.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what no compiler holds: lengths, documentation of public types, and calls that
 * tests must not make. Runs over all modules of the source tree.
 */
class TidyTests {

	private static final int MAX_LINES = 400;

	/** Files that are longer than the limit, each with its reason. */
	private static final Map<String, String> LONGER = Map.of();

	private static final Pattern PUBLIC_TYPE = Pattern
		.compile("(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum|@interface) ");

	private static final Pattern DOCUMENTED_PUBLIC_TYPE = Pattern
		.compile("(?m)\\*/\\n(?:@(?:.|\\n(?!public ))*\\n)?" + PUBLIC_TYPE.pattern().substring(4));

	@Test
	void filesAreShort() {
		assertThat(offenders(main(), (file) -> lines(file) > MAX_LINES && !LONGER.containsKey(name(file)))).isEmpty();
	}

	@Test
	void publicTypesAreDocumented() {
		assertThat(offenders(main(), (file) -> {
			String text = read(file);
			return PUBLIC_TYPE.matcher(text).find() && !DOCUMENTED_PUBLIC_TYPE.matcher(text).find();
		})).isEmpty();
	}

	@Test
	void nothingIsPrintedOrLeftUnfinished() {
		Pattern banned = Pattern.compile("System\\.(out|err)|printStackTrace|TO" + "DO|FIX" + "ME");
		assertThat(offenders(main(), (file) -> banned.matcher(read(file)).find())).isEmpty();
	}

	@Test
	void testsDoNotSleep() {
		Pattern banned = Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(|@Disa" + "bled");
		assertThat(offenders(sources("src/test/java"),
				(file) -> !file.toString().contains("plants") && banned.matcher(read(file)).find()))
			.isEmpty();
	}

	private static List<String> offenders(Stream<Path> files, Predicate<Path> offends) {
		try (files) {
			return files.filter(offends).map(TidyTests::name).sorted().toList();
		}
	}

	private static Stream<Path> main() {
		return sources("src/main/java");
	}

	private static Stream<Path> sources(String folder) {
		Path root = Path.of("..").toAbsolutePath().normalize();
		return Stream.of("sm-spring-boot-autoconfigure", "sample-app")
			.map((module) -> root.resolve(module).resolve(folder))
			.filter(Files::isDirectory)
			.flatMap(TidyTests::walk)
			.filter((file) -> file.toString().endsWith(".java"));
	}

	private static Stream<Path> walk(Path folder) {
		try {
			return Files.walk(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long lines(Path file) {
		return read(file).lines().count();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String name(Path file) {
		return file.getFileName().toString();
	}

}
