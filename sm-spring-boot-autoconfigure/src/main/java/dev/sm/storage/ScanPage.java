package dev.sm.storage;

import java.util.List;

/**
 * A page of keys.
 *
 * @param cursor where to go on, or {@link #END} after the last page
 * @param keys the keys; may be empty before the end, and may repeat those of other pages
 */
public record ScanPage(String cursor, List<byte[]> keys) {

	/** Where a scan starts. */
	public static final String START = "";

	/** What the last page has as its cursor. */
	public static final String END = "";

	/**
	 * Whether there is another page.
	 * @return whether to go on
	 */
	public boolean more() {
		return !END.equals(this.cursor);
	}

}
