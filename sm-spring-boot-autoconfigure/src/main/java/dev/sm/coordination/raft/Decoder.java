package dev.sm.coordination.raft;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads what an {@link Encoder} wrote, and refuses everything else. Not thread-safe.
 */
final class Decoder {

	/** The longest text: no value and no key may be longer. */
	private static final int MAX_TEXT_BYTES = 1024 * 1024;

	private final InputStream in;

	Decoder(InputStream in) {
		this.in = in;
	}

	long number() throws IOException {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			int next = this.in.read();
			if (next < 0) {
				throw new EOFException("the input ends within a number");
			}
			value |= (long) (next & 0x7f) << shift;
			if ((next & 0x80) == 0) {
				return (value >>> 1) ^ -(value & 1);
			}
		}
		throw new IOException("a number has at most 64 bits");
	}

	/**
	 * Reads a count.
	 * @param max the largest that can be meant
	 * @return the count
	 * @throws IOException if it is negative or above the largest
	 */
	int count(int max) throws IOException {
		long count = number();
		if (count < 0 || count > max) {
			throw new IOException("a count must be between 0 and " + max + " (was " + count + ")");
		}
		return (int) count;
	}

	String text() throws IOException {
		int length = count(MAX_TEXT_BYTES);
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the input ends within a text");
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	void end() throws IOException {
		if (this.in.read() >= 0) {
			throw new IOException("something follows where nothing should");
		}
	}

}
