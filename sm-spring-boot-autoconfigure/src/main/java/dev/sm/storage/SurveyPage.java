package dev.sm.storage;

import java.util.List;

/**
 * A page of what a node holds of a pool.
 *
 * @param cursor where to go on, or {@link ScanPage#END} after the last page
 * @param keys keys with a value; they may repeat those of other pages
 * @param moved marks of keys that have moved
 * @param staged tokens of copies that are not in force
 */
public record SurveyPage(String cursor, List<byte[]> keys, List<KeyMove> moved, List<String> staged) {

	/**
	 * Whether there is another page.
	 * @return whether to go on
	 */
	public boolean more() {
		return !ScanPage.END.equals(this.cursor);
	}

}
