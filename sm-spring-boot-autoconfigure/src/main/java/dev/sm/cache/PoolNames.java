package dev.sm.cache;

import java.nio.charset.StandardCharsets;

import dev.sm.coordination.Keys;

/**
 * What a pool is called in the store and on its nodes. On nodes and in the names of
 * connections its name is written with percent signs for all but a few characters, so
 * that a colon ends it.
 *
 * @param root the path of the pool's documents
 * @param encoded the name of the pool on nodes
 */
record PoolNames(String root, String encoded) {

	static PoolNames of(String prefix, String pool) {
		return new PoolNames(Keys.child(Keys.child(prefix, "pools"), pool), encode(pool));
	}

	/** The document that says where the migration stands. */
	String phase() {
		return Keys.child(this.root, "phase");
	}

	/** The weights, for people and for older versions; always those of the phase. */
	String weights() {
		return Keys.child(this.root, "weights");
	}

	/** How the pool places keys. */
	String placement() {
		return Keys.child(this.root, "placement");
	}

	/** How far the copying is. */
	String progress() {
		return Keys.child(this.root, "progress");
	}

	/** Who steps through migrations at present. */
	String controller() {
		return Keys.child(this.root, "controller");
	}

	/** Where participants say which phase they have confirmed. */
	String participants() {
		return Keys.child(this.root, "participants");
	}

	/** What the names of all connections of the pool start with. */
	String connections() {
		return "sm:" + this.encoded + ":";
	}

	static String encode(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			char ch = (char) (b & 0xff);
			if (ch < 0x80 && (Character.isLetterOrDigit(ch) || ch == '.' || ch == '_' || ch == '-')) {
				encoded.append(ch);
			}
			else {
				encoded.append('%').append(Character.forDigit(ch >> 4, 16)).append(Character.forDigit(ch & 15, 16));
			}
		}
		return encoded.toString();
	}

}
