package dev.sm.continuum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes that read several bytes at once, the lowest first, as libmemcached and twemproxy
 * have them.
 */
final class WordHashes {

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int MURMUR = 0x5bd1e995;

	private static final int JENKINS_INIT = 13;

	private WordHashes() {
	}

	/**
	 * Paul Hsieh's SuperFastHash.
	 */
	static int hsieh(byte[] key, int from, int length) {
		int hash = 0;
		int at = from;
		for (int words = length >> 2; words > 0; words--, at += 4) {
			hash += two(key, at);
			hash = (hash << 16) ^ (two(key, at + 2) << 11) ^ hash;
			hash += hash >>> 11;
		}
		return (length > 0) ? hsiehEnd(hsiehTail(hash, key, at, length & 3)) : 0;
	}

	private static int hsiehTail(int start, byte[] key, int at, int rest) {
		int hash = start;
		if (rest == 1) {
			hash += key[at] & 0xff;
			hash ^= hash << 10;
			return hash + (hash >>> 1);
		}
		if (rest == 0) {
			return hash;
		}
		hash += two(key, at);
		if (rest == 2) {
			hash ^= hash << 11;
			return hash + (hash >>> 17);
		}
		hash ^= hash << 16;
		// a signed character
		hash ^= key[at + 2] << 18;
		return hash + (hash >>> 11);
	}

	private static int hsiehEnd(int start) {
		int hash = start;
		hash ^= hash << 3;
		hash += hash >>> 5;
		hash ^= hash << 4;
		hash += hash >>> 17;
		hash ^= hash << 25;
		return hash + (hash >>> 6);
	}

	private static int two(byte[] key, int at) {
		return (key[at] & 0xff) | ((key[at + 1] & 0xff) << 8);
	}

	/**
	 * Austin Appleby's MurmurHash2 with a seed that depends on the length.
	 */
	static int murmur(byte[] key, int from, int length) {
		int hash = (0xdeadbeef * length) ^ length;
		int at = from;
		int end = from + (length & ~3);
		for (; at < end; at += 4) {
			int word = (int) INTS.get(key, at) * MURMUR;
			hash = (hash * MURMUR) ^ ((word ^ (word >>> 24)) * MURMUR);
		}
		if ((length & 3) > 0) {
			hash = (hash ^ tail(key, at, length & 3)) * MURMUR;
		}
		hash = (hash ^ (hash >>> 13)) * MURMUR;
		return hash ^ (hash >>> 15);
	}

	/**
	 * Bob Jenkins' lookup3 (hashlittle).
	 */
	static int jenkins(byte[] key, int from, int length) {
		int a = 0xdeadbeef + length + JENKINS_INIT;
		int b = a;
		int c = a;
		int at = from;
		int left = length;
		for (; left > 12; left -= 12, at += 12) {
			a += (int) INTS.get(key, at);
			b += (int) INTS.get(key, at + 4);
			c += (int) INTS.get(key, at + 8);
			a = (a - c) ^ Integer.rotateLeft(c, 4);
			c += b;
			b = (b - a) ^ Integer.rotateLeft(a, 6);
			a += c;
			c = (c - b) ^ Integer.rotateLeft(b, 8);
			b += a;
			a = (a - c) ^ Integer.rotateLeft(c, 16);
			c += b;
			b = (b - a) ^ Integer.rotateLeft(a, 19);
			a += c;
			c = (c - b) ^ Integer.rotateLeft(b, 4);
			b += a;
		}
		if (left == 0) {
			return c;
		}
		a += tail(key, at, Math.min(left, 4));
		b += tail(key, at + 4, Math.min(Math.max(left - 4, 0), 4));
		c += tail(key, at + 8, Math.max(left - 8, 0));
		c = (c ^ b) - Integer.rotateLeft(b, 14);
		a = (a ^ c) - Integer.rotateLeft(c, 11);
		b = (b ^ a) - Integer.rotateLeft(a, 25);
		c = (c ^ b) - Integer.rotateLeft(b, 16);
		a = (a ^ c) - Integer.rotateLeft(c, 4);
		b = (b ^ a) - Integer.rotateLeft(a, 14);
		return (c ^ b) - Integer.rotateLeft(b, 24);
	}

	private static int tail(byte[] key, int at, int bytes) {
		int word = 0;
		for (int i = 0; i < bytes; i++) {
			word |= (key[at + i] & 0xff) << (8 * i);
		}
		return word;
	}

}
