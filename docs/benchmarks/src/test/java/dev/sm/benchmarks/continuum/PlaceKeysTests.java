package dev.sm.benchmarks.continuum;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlaceKeysTests {

	private static String place(String keys, String... arguments) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		PlaceKeys.run(List.of(arguments), new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
				new PrintStream(out, false, StandardCharsets.UTF_8));
		return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

	@Test
	void keysArePrintedWithTheirNodes() throws IOException {
		// as nutcracker 0.5.0 placed them
		assertThat(place("key:0\nkey:1\nkey:2\n", "twemproxy-ketama", "--hash=murmur", "alpha=1", "beta=2", "gamma=4"))
			.isEqualTo("key:0\tbeta\nkey:1\tbeta\nkey:2\talpha\n");
	}

	@Test
	void hashTagsCount() throws IOException {
		assertThat(place("{user:0}:profile", "twemproxy-ketama", "--hash=fnv1a_64", "--hash-tag={}", "alpha", "beta",
				"gamma"))
			.isEqualTo("{user:0}:profile\tgamma\n");
	}

	@Test
	void whatIsNoNodeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> place("", "weighted", "a=x"))
			.withMessageStartingWith("'a=x' must be a node and its weight. usage: PlaceKeys");
		assertThatIllegalArgumentException().isThrownBy(() -> place("", "weighted", "--hsh=x"))
			.withMessageContaining("--hsh=x");
		assertThatIllegalArgumentException().isThrownBy(() -> place("")).withMessageStartingWith("usage");
		assertThatIllegalArgumentException().isThrownBy(() -> place("", "wieghted", "a=1"))
			.withMessageContaining("must be one of");
	}

}
