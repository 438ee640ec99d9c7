package dev.sm.continuum;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;

/**
 * SipHash-2-4 with a key of zeros.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">Aumasson and Bernstein,
 * SipHash: a fast short-input PRF</a>
 */
final class SipHash {

	private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private long v0 = 0x736f6d6570736575L;

	private long v1 = 0x646f72616e646f6dL;

	private long v2 = 0x6c7967656e657261L;

	private long v3 = 0x7465646279746573L;

	private SipHash() {
	}

	static long hash(byte[] key, int offset, int length) {
		SipHash state = new SipHash();
		int tail = offset + (length & ~7);
		for (int i = offset; i < tail; i += Long.BYTES) {
			state.absorb((long) LONGS.get(key, i));
		}
		long last = (long) length << 56;
		for (int i = 0; i < (length & 7); i++) {
			last |= (key[tail + i] & 0xffL) << (8 * i);
		}
		state.absorb(last);
		return state.finish();
	}

	private void absorb(long word) {
		this.v3 ^= word;
		round();
		round();
		this.v0 ^= word;
	}

	private long finish() {
		this.v2 ^= 0xff;
		for (int i = 0; i < 4; i++) {
			round();
		}
		return this.v0 ^ this.v1 ^ this.v2 ^ this.v3;
	}

	private void round() {
		this.v0 += this.v1;
		this.v2 += this.v3;
		this.v1 = Long.rotateLeft(this.v1, 13) ^ this.v0;
		this.v3 = Long.rotateLeft(this.v3, 16) ^ this.v2;
		this.v0 = Long.rotateLeft(this.v0, 32);
		this.v2 += this.v1;
		this.v0 += this.v3;
		this.v1 = Long.rotateLeft(this.v1, 17) ^ this.v2;
		this.v3 = Long.rotateLeft(this.v3, 21) ^ this.v0;
		this.v2 = Long.rotateLeft(this.v2, 32);
	}

}
