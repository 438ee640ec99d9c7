package dev.sm.continuum;

/**
 * The part of a key that is hashed, by the rule of Redis Cluster: what stands between the
 * first opening character and the first closing one after it, or the whole key if there
 * are none or nothing is between them.
 *
 * @param open the opening character, a byte of ASCII
 * @param close the closing character, a byte of ASCII
 */
record HashTag(byte open, byte close) {

	static HashTag parse(String tag) {
		if (tag.length() != 2 || !tag.chars().allMatch((c) -> c > ' ' && c < 0x7f)) {
			throw new IllegalArgumentException("Hash tag '" + ContinuumSpec.printable(tag)
					+ "' must be two printable ASCII characters, such as {}");
		}
		return new HashTag((byte) tag.charAt(0), (byte) tag.charAt(1));
	}

	long hash(KeyHash hash, byte[] key) {
		int start = find(this.open, key, 0) + 1;
		if (start > 0) {
			int end = find(this.close, key, start);
			if (end > start) {
				return hash.hash(key, start, end - start);
			}
		}
		return hash.hash(key, 0, key.length);
	}

	private static int find(byte wanted, byte[] key, int from) {
		for (int i = from; i < key.length; i++) {
			if (key[i] == wanted) {
				return i;
			}
		}
		return -1;
	}

}
