package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads documents as anybody could by their description: what is in one key as it is,
 * what has chunks put together.
 */
final class StoredText {

	private StoredText() {
	}

	/**
	 * The text of a document.
	 * @param values the values of all keys
	 * @param key the key of the document
	 * @return the text, {@code null} if it is absent, {@code ""} if chunks are not those
	 * that it lists
	 */
	static String of(Map<String, String> values, String key) {
		String head = values.get(key);
		if (head == null || !head.startsWith("v2\t")) {
			return head;
		}
		String[] lines = head.split("\n");
		StringBuilder text = new StringBuilder("v1").append(lines[0].substring(2));
		for (int i = 1; i < lines.length; i++) {
			String[] chunk = lines[i].split("\t");
			if (chunk.length > 1) {
				String part = values.getOrDefault(key + "/" + chunk[0], "");
				if (!hash(part).startsWith(chunk[1])) {
					return "";
				}
				text.append(part.substring(part.indexOf('\n')));
			}
		}
		return text.toString();
	}

	private static String hash(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
