package dev.sm.storage.memory;

import java.util.Arrays;

/**
 * A key with the order of its unsigned bytes, in which all keys of one prefix stand
 * together.
 *
 * @param array the key, not copied
 */
record Bytes(byte[] array) implements Comparable<Bytes> {

	boolean startsWith(byte[] prefix) {
		return this.array.length >= prefix.length
				&& Arrays.equals(this.array, 0, prefix.length, prefix, 0, prefix.length);
	}

	@Override
	public int compareTo(Bytes other) {
		return Arrays.compareUnsigned(this.array, other.array);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Bytes bytes && Arrays.equals(this.array, bytes.array);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.array);
	}

}
