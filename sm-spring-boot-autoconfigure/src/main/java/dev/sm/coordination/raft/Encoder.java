package dev.sm.coordination.raft;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes numbers and texts in the fewest bytes: numbers seven bits at a time, small ones
 * first; texts as UTF-8 after their length. Not thread-safe.
 */
final class Encoder {

	private final OutputStream out;

	Encoder(OutputStream out) {
		this.out = out;
	}

	Encoder number(long value) throws IOException {
		// small numbers of either sign are short
		long rest = (value << 1) ^ (value >> 63);
		while ((rest & ~0x7fL) != 0) {
			this.out.write((int) ((rest & 0x7f) | 0x80));
			rest >>>= 7;
		}
		this.out.write((int) rest);
		return this;
	}

	Encoder text(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		number(bytes.length);
		this.out.write(bytes);
		return this;
	}

}
