package dev.sm.sample;

import java.util.List;

/**
 * What became of an import.
 *
 * @param lines how many lines were read
 * @param total the sum of the numbers that were taken
 * @param rejected the lines that were not
 */
record ImportResult(long lines, long total, List<Rejected> rejected) {

	/**
	 * A line that was not taken.
	 *
	 * @param line its number, from 1
	 * @param reason why
	 */
	record Rejected(long line, String reason) {

	}

}
