package dev.sm.sample;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bounded length from a stream of any length. Not thread-safe.
 */
class Lines {

	static final int MAX_BYTES = 2000;

	private final InputStream in;

	Lines(InputStream in) {
		this.in = new BufferedInputStream(in, 1 << 16);
	}

	/**
	 * Reads the next line; of a longer one, the first {@link #MAX_BYTES} and one more.
	 * @return the line without its end, or {@code null} at the end of the stream
	 * @throws IOException if the stream breaks
	 */
	@Nullable String next() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(64);
		int read = this.in.read();
		if (read < 0) {
			return null;
		}
		while (read >= 0 && read != '\n') {
			if (line.size() <= MAX_BYTES) {
				line.write(read);
			}
			read = this.in.read();
		}
		String text = line.toString(StandardCharsets.UTF_8);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

}
