package dev.sm.coordination.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.sm.coordination.Keys;

import org.springframework.http.HttpStatus;

/**
 * Where the keys of HTTP clients are in the store, and how their bytes are: as text if
 * they are UTF-8, else as Base64.
 */
public final class KeySpace {

	/** Everything that HTTP clients can see is below. */
	public static final String ROOT = "/sm-http";

	/**
	 * The most bytes of one value: as Base64 they still fit into a value of the store.
	 */
	static final int MAX_BYTES = 190 * 1024;

	static final String VALUES = ROOT + "/kv";

	static final String LEASES = ROOT + "/leases";

	static final String LEASE_KEYS = ROOT + "/lease-keys";

	private static final char TEXT = 't';

	private static final char BINARY = 'b';

	private KeySpace() {
	}

	/**
	 * The key in the store of a path in a URL.
	 * @param parent where it is
	 * @param path the path, with or without a slash at its beginning
	 * @return the key
	 * @throws IllegalArgumentException if it is not well-formed
	 */
	static String key(String parent, String path) {
		return Keys.check(parent + (path.startsWith("/") ? path : "/" + path));
	}

	static String encode(byte[] bytes) {
		if (bytes.length > MAX_BYTES) {
			throw new HttpFailure(HttpStatus.CONTENT_TOO_LARGE,
					"a value must have at most " + MAX_BYTES + " bytes (had at least " + bytes.length + ")");
		}
		try {
			return TEXT + StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return BINARY + Base64.getEncoder().encodeToString(bytes);
		}
	}

	static byte[] decode(String value) {
		return isText(value) ? text(value).getBytes(StandardCharsets.UTF_8) : Base64.getDecoder().decode(text(value));
	}

	static boolean isText(String value) {
		return value.isEmpty() || value.charAt(0) == TEXT;
	}

	/** The text of a text value, the Base64 of any other. */
	static String text(String value) {
		return value.isEmpty() ? value : value.substring(1);
	}

}
