package dev.sm.manager;

import java.util.List;
import java.util.function.Function;

/**
 * Reads documents so that whatever is wrong with one shows as
 * {@link CorruptDocumentException}, with the reason, and never as anything else.
 */
final class Documents {

	private Documents() {
	}

	static <T> T read(String text, Function<List<List<String>>, T> reader) {
		try {
			return reader.apply(Lines.read(text));
		}
		catch (CorruptDocumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new CorruptDocumentException("it cannot be read (" + ex.getMessage() + ")");
		}
	}

	static String controller(String incarnation, String participantId) {
		return Lines.line(Lines.VERSION, incarnation, participantId);
	}

	static String readController(String text) {
		return read(text, (lines) -> lines.get(0).get(2));
	}

	static String epoch(long epoch) {
		return Lines.line(Lines.VERSION, epoch);
	}

	static long readEpoch(String text) {
		return read(text, (lines) -> Long.parseLong(lines.get(0).get(1)));
	}

}
