package dev.sm.continuum;

import java.util.zip.CRC32;

/**
 * Cyclic redundancy checks.
 */
final class Crc {

	private static final int[] TABLE_16 = table();

	private Crc() {
	}

	// the polynomial of XMODEM, 0x1021
	private static int[] table() {
		int[] table = new int[256];
		for (int i = 0; i < table.length; i++) {
			int crc = i << 8;
			for (int bit = 0; bit < 8; bit++) {
				crc = ((crc << 1) ^ (((crc & 0x8000) != 0) ? 0x1021 : 0)) & 0xffff;
			}
			table[i] = crc;
		}
		return table;
	}

	/**
	 * CRC-16 (XMODEM), as Redis Cluster has it.
	 */
	static int sixteen(byte[] key, int from, int length) {
		return sixteenUnmasked(key, from, length) & 0xffff;
	}

	/**
	 * CRC-16 whose upper bits are left where the shifts put them, as twemproxy has it.
	 */
	static int sixteenUnmasked(byte[] key, int from, int length) {
		int crc = 0;
		for (int i = from; i < from + length; i++) {
			crc = (crc << 8) ^ TABLE_16[((crc >>> 8) ^ key[i]) & 0xff];
		}
		return crc;
	}

	static long thirtyTwo(byte[] key, int from, int length) {
		CRC32 crc = new CRC32();
		crc.update(key, from, length);
		return crc.getValue();
	}

	/**
	 * Bits 16 to 30 of a CRC-32.
	 */
	static long upper15(byte[] key, int from, int length) {
		return (thirtyTwo(key, from, length) >>> 16) & 0x7fff;
	}

}
