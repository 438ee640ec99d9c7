package dev.sm.continuum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * MD5, of which ketama takes words of four bytes, the lowest first.
 */
final class Md5 {

	// one to each thread: making one takes longer than the digest of a key
	private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Md5::create);

	private Md5() {
	}

	private static MessageDigest create() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no MD5, which every Java must have", ex);
		}
	}

	static byte[] digest(byte[] key, int from, int length) {
		MessageDigest digest = DIGESTS.get();
		digest.update(key, from, length);
		return digest.digest();
	}

	static long first(byte[] key, int from, int length) {
		return word(digest(key, from, length), 0);
	}

	static long word(byte[] digest, int word) {
		int at = word * 4;
		return (digest[at] & 0xffL) | (digest[at + 1] & 0xffL) << 8 | (digest[at + 2] & 0xffL) << 16
				| (digest[at + 3] & 0xffL) << 24;
	}

}
