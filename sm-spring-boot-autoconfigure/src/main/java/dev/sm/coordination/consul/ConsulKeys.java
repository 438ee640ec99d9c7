package dev.sm.coordination.consul;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Keys as Consul has them: without the leading slash, and with every byte of UTF-8 that
 * is not a letter, a digit, {@code -}, {@code _} or the slash written as a comma and two
 * hexadecimal digits. Newer versions of Consul refuse all other characters, and endings
 * that look like those of files; a slash stays what it is, so prefixes do.
 */
final class ConsulKeys {

	/** A segment that no key has. */
	private static final String NOBODYS = "/,";

	private static final HexFormat HEX = HexFormat.of();

	private ConsulKeys() {
	}

	static String encode(String key) {
		StringBuilder text = new StringBuilder(key.length() + 16);
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		for (int i = 1; i < bytes.length; i++) {
			if (isPlain(bytes[i])) {
				text.append((char) bytes[i]);
			}
			else {
				text.append(',');
				HEX.toHexDigits(text, bytes[i]);
			}
		}
		return text.toString();
	}

	private static boolean isPlain(byte unit) {
		return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9')
				|| unit == '-' || unit == '_' || unit == '/';
	}

	/**
	 * Reads a key.
	 * @param encoded the key as Consul has it
	 * @return the key
	 * @throws IllegalArgumentException if it was not written by {@link #encode}
	 */
	static String decode(String encoded) {
		byte[] bytes = new byte[encoded.length() + 1];
		int length = 0;
		bytes[length++] = '/';
		for (int i = 0; i < encoded.length(); i++) {
			char unit = encoded.charAt(i);
			if (unit == ',' && i + 2 < encoded.length()) {
				bytes[length++] = (byte) HexFormat.fromHexDigits(encoded, i + 1, i + 3);
				i += 2;
			}
			else if (unit < 0x80 && isPlain((byte) unit)) {
				bytes[length++] = (byte) unit;
			}
			else {
				throw new IllegalArgumentException("'" + encoded + "' is no key of this store");
			}
		}
		return new String(bytes, 0, length, StandardCharsets.UTF_8);
	}

	/**
	 * A key that never exists, below another: reading it tells the revision of the whole
	 * store, and needs no other right.
	 * @param key the key
	 * @return what to read
	 */
	static String absentBelow(String key) {
		return encode(key) + NOBODYS;
	}

}
