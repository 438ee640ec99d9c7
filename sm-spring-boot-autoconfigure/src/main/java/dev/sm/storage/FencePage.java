package dev.sm.storage;

import java.util.List;

/**
 * A page of the epochs that a node has seen.
 *
 * @param cursor where to go on, or {@link ScanPage#END} after the last page
 * @param fences the highest epoch of each scope
 */
public record FencePage(String cursor, List<Fence> fences) {

	/**
	 * Whether there is another page.
	 * @return whether to go on
	 */
	public boolean more() {
		return !ScanPage.END.equals(this.cursor);
	}

}
