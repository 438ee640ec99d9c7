package dev.sm.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes inputs of others: some bytes changed, removed, repeated or taken from elsewhere.
 */
final class Mutations {

	/** The longest input. */
	private static final int MAX_BYTES = 1 << 17;

	/** What stands for half of a surrogate pair, which UTF-8 has none of. */
	private static final char HALF = '\uE000';

	private static final List<String> WORDS = List.of("0", "-1", "1", "9007199254740992", "9223372036854775807",
			"9223372036854775808", "-9223372036854775808", "99999999999999999999", "2147483648", "NaN", "Infinity",
			"1e999", "-0", "1.5", "0x1p3", "\n", "\r\n", "\t", " ", "=", ",", ";", ":", "/", "//", "..", "@", "?", "#",
			"%", "%00", "%zz", "%c0%af", "+", "\\", "\\u0000", "\"", "'", "{", "}", "[", "]", "[[", "{}", "null",
			"true", "{\"a\":", "@base64", "\u0000", "\u007f", "\u00e9", "\uD83D\uDE00", "\u2028", "" + HALF,
			"${sm.service}", "#{1}", "'; drop table x; --", "s", "ms", "d", "MB", "P1D", "PT", "O", "P", "D", "v1",
			"v2", "sm:node", "[::1]", "127.0.0.1", "localhost", ":65536", "http://", "redis://", "a:b@");

	private final Random random;

	private final List<byte[]> corpus;

	Mutations(Random random, List<byte[]> corpus) {
		this.random = random;
		this.corpus = new ArrayList<>(corpus);
		this.corpus.add(new byte[0]);
	}

	/** The text that an input stands for. */
	static String text(byte[] input) {
		return new String(input, StandardCharsets.UTF_8).replace(HALF, '\uD800');
	}

	byte[] next() {
		byte[] input = any();
		for (int i = this.random.nextInt(6); i >= 0; i--) {
			input = mutate(input);
		}
		return input;
	}

	private byte[] any() {
		return this.corpus.get(this.random.nextInt(this.corpus.size()));
	}

	private byte[] mutate(byte[] input) {
		int from = this.random.nextInt(input.length + 1);
		int to = from + this.random.nextInt(Math.min(input.length - from, 32) + 1);
		return switch (this.random.nextInt(10)) {
			case 0 -> flip(input);
			case 1 -> replace(input, from, to, new byte[0]);
			case 2 -> replace(input, from, from, slice(input, from, to));
			case 3 -> replace(input, from, from, word());
			case 4 -> replace(input, from, to, word());
			case 5 -> slice(input, 0, from);
			case 6 -> splice(input, from);
			case 7 -> replace(input, from, from, random());
			case 8 -> (this.random.nextInt(50) == 0) ? repeat(input, slice(input, from, to)) : flip(input);
			default -> (this.random.nextInt(50) == 0) ? repeat(input, word()) : replace(input, from, to, word());
		};
	}

	private byte[] flip(byte[] input) {
		if (input.length == 0) {
			return random();
		}
		byte[] flipped = input.clone();
		flipped[this.random.nextInt(flipped.length)] ^= (byte) (1 << this.random.nextInt(8));
		return flipped;
	}

	private byte[] word() {
		return WORDS.get(this.random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
	}

	private byte[] random() {
		byte[] bytes = new byte[1 + this.random.nextInt(8)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private byte[] splice(byte[] input, int at) {
		byte[] other = any();
		return replace(input, at, input.length, slice(other, this.random.nextInt(other.length + 1), other.length));
	}

	/** Huge, or deep. */
	private byte[] repeat(byte[] input, byte[] part) {
		int times = Math.min(1 << this.random.nextInt(15), MAX_BYTES / Math.max(1, part.length));
		byte[] many = new byte[part.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(part, 0, many, i * part.length, part.length);
		}
		int at = this.random.nextInt(input.length + 1);
		return replace(input, at, at, many);
	}

	private static byte[] slice(byte[] input, int from, int to) {
		return java.util.Arrays.copyOfRange(input, from, to);
	}

	private static byte[] replace(byte[] input, int from, int to, byte[] with) {
		byte[] result = new byte[input.length - (to - from) + with.length];
		System.arraycopy(input, 0, result, 0, from);
		System.arraycopy(with, 0, result, from, with.length);
		System.arraycopy(input, to, result, from + with.length, input.length - to);
		return (result.length <= MAX_BYTES) ? result : slice(result, 0, MAX_BYTES);
	}

}
