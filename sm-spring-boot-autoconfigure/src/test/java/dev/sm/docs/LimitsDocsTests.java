package dev.sm.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every row of the table of limits names a test that goes beyond it, which there is.
 */
class LimitsDocsTests {

	private static final Path PAGE = Path.of("..", "docs", "security.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\| `(\\w+)\\.(\\w+)` \\|$");

	@Test
	void everyLimitHasItsTest() throws IOException {
		String section = Files.readString(PAGE).split("(?m)^## Limits$", -1)[1];
		List<String> rows = section.lines().filter((line) -> line.startsWith("|")).skip(2).toList();
		assertThat(rows).hasSizeGreaterThan(20).allSatisfy((row) -> assertThat(row).matches(ROW));
		ROW.matcher(section)
			.results()
			.forEach((row) -> assertThat(source(row.group(1))).as("%s", row.group())
				.containsPattern("void " + row.group(2) + "\\("));
	}

	private static String source(String test) {
		try (Stream<Path> all = Files.walk(Path.of("src", "test", "java"))) {
			Path found = all.filter((file) -> file.endsWith(test + ".java")).findFirst().orElseThrow();
			return Files.readString(found);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
