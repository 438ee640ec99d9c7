package dev.sm.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Values that are stored compressed: four bytes that mark them, their length, and what
 * DEFLATE (RFC 1951) makes of them. A value that begins like that by itself is marked
 * too, so that whoever reads need not know whether the writer compresses.
 */
final class CompressedValue {

	/** The longest value that is compressed, and that is made of what was. */
	static final int MAX_BYTES = 64 * 1024 * 1024;

	/** No text begins with it. */
	private static final byte[] MARK = { 0, (byte) 0xff, 's', 'z' };

	private static final int HEADER = MARK.length + Integer.BYTES;

	/** DEFLATE makes no more of a byte. */
	private static final int MAX_RATIO = 1032;

	private CompressedValue() {
	}

	static boolean marked(byte[] stored) {
		return stored.length >= MARK.length && Arrays.equals(stored, 0, MARK.length, MARK, 0, MARK.length);
	}

	/** What is stored of a value: itself, if it would not be shorter otherwise. */
	static byte[] compress(byte[] value) {
		if (value.length > MAX_BYTES) {
			return value;
		}
		byte[] compressed = mark(value);
		return (compressed.length < value.length || marked(value)) ? compressed : value;
	}

	private static byte[] mark(byte[] value) {
		Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
		try {
			deflater.setInput(value);
			deflater.finish();
			byte[] out = Arrays.copyOf(ByteBuffer.allocate(HEADER).put(MARK).putInt(value.length).array(),
					HEADER + value.length / 2 + 64);
			int length = HEADER;
			while (!deflater.finished()) {
				if (length == out.length) {
					out = Arrays.copyOf(out, out.length + value.length / 2 + 64);
				}
				length += deflater.deflate(out, length, out.length - length);
			}
			return Arrays.copyOf(out, length);
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * The value of what is stored.
	 * @throws CacheCodecException if it is marked and cannot have been made of a value
	 */
	static byte[] value(byte[] stored) {
		if (!marked(stored)) {
			return stored;
		}
		int length = (stored.length >= HEADER) ? ByteBuffer.wrap(stored, MARK.length, Integer.BYTES).getInt() : -1;
		if (length < 0 || length > MAX_BYTES || length > (long) MAX_RATIO * (stored.length - HEADER + 1)) {
			throw broken("it says that it has " + length + " bytes");
		}
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(stored, HEADER, stored.length - HEADER);
			byte[] value = new byte[length];
			int read = 0;
			while (read < length && !inflater.finished() && !inflater.needsInput() && !inflater.needsDictionary()) {
				read += inflater.inflate(value, read, length - read);
			}
			boolean ended = inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
			if (read != length || !ended || inflater.getRemaining() > 0) {
				throw broken("it does not have the " + length + " bytes that it says");
			}
			return value;
		}
		catch (DataFormatException ex) {
			throw broken("it is damaged");
		}
		finally {
			inflater.end();
		}
	}

	private static CacheCodecException broken(String reason) {
		return new CacheCodecException("what is stored is marked as compressed, and " + reason, null);
	}

}
