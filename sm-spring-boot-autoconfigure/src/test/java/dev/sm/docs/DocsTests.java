package dev.sm.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code and configuration in the docs stand in files that are compiled or run by tests,
 * and the docs say which.
 */
class DocsTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern
		.compile("(?m)(?:^<!-- snippet: (\\S+?)(?:#(\\S+))? -->\\n)?^```(java|yaml|python)\\n((?:.*\\n)*?)^```$");

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	static Stream<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).forEach(pages::add);
		}
		return pages.stream();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void blocksComeFromTheirSources(Path page) {
		Matcher block = BLOCK.matcher(read(page));
		while (block.find()) {
			assertThat(block.group(1)).as("source of the block in %s: %s", page, block.group(4)).isNotNull();
			assertThat(block.group(4)).isEqualTo(snippet(ROOT.resolve(block.group(1)), block.group(2)));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) {
		Matcher link = LINK.matcher(read(page));
		while (link.find()) {
			Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
			assertThat(target).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as("headings that %s links to", page).contains(link.group(2));
			}
		}
	}

	@Test
	void thereAreBlocksToCheck() {
		assertThat(BLOCK.matcher(read(ROOT.resolve("README.md"))).results().count()).isGreaterThan(2);
	}

	/** As GitHub makes them. */
	private static List<String> anchors(Path page) {
		return HEADING.matcher(read(page))
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.toList();
	}

	private static String snippet(Path source, String tag) {
		String text = read(source);
		if (tag == null) {
			return text;
		}
		List<String> lines = new ArrayList<>();
		boolean inside = false;
		for (String line : text.lines().toList()) {
			if (line.contains("end::" + tag + "[]")) {
				inside = false;
			}
			if (inside) {
				lines.add(line);
			}
			if (line.contains("tag::" + tag + "[]")) {
				inside = true;
			}
		}
		return String.join("\n", lines).stripIndent() + "\n";
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
