package dev.sm.manager;

import java.util.Base64;

/**
 * The document {@code states/{shard}}: what an owner has left for the next one when it
 * dropped the shard. It is written together with the acknowledgement of the drop, and
 * removed when the next owner has added the shard.
 *
 * @param epoch the epoch of the owner that has left it
 * @param state the state
 */
record StateDocument(long epoch, byte[] state) {

	String encode() {
		return Lines.line(Lines.VERSION, this.epoch, Base64.getEncoder().encodeToString(this.state));
	}

	static StateDocument decode(String text) {
		return Documents.read(text,
				(lines) -> new StateDocument(Documents.checkEpoch(Long.parseLong(lines.get(0).get(1))),
						Base64.getDecoder().decode(lines.get(0).get(2))));
	}

	/** How many bytes the document of a state takes. */
	static int bytes(byte[] state) {
		return state.length / 3 * 4 + 64;
	}

}
