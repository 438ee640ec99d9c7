package dev.sm.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinesTests {

	@Test
	void readsLinesWithEitherEnd() throws IOException {
		assertThat(lines("a\r\nb\n\nc")).containsExactly("a", "b", "", "c");
	}

	@Test
	void aTrailingLineEndIsNoLine() throws IOException {
		assertThat(lines("a\n")).containsExactly("a");
	}

	@Test
	void keepsNoMoreOfALongLineThanItMay() throws IOException {
		List<String> lines = lines("x".repeat(5_000_000) + "\nshort");
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).hasSize(Lines.MAX_BYTES + 1);
		assertThat(lines.get(1)).isEqualTo("short");
	}

	private static List<String> lines(String text) throws IOException {
		Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
		List<String> read = new ArrayList<>();
		for (String line = lines.next(); line != null; line = lines.next()) {
			read.add(line);
		}
		return read;
	}

}
