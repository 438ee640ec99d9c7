package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One life of a participant, from a start of its process to its end, with what it writes
 * down meanwhile. Not thread-safe.
 */
final class Life {

	private final String name;

	private final Path events;

	private long position;

	/** When it last asked for all that it holds. */
	volatile long lastProbe;

	/** When it last lost something although it was not harmed. */
	long lastUnexpected = Long.MIN_VALUE / 2;

	/** Whether it was killed, paused or cut off, so that what happens to it is due. */
	volatile boolean harmed;

	Life(String name, Path events) {
		this.name = name;
		this.events = events;
	}

	Path events() {
		return this.events;
	}

	/** The lines that were completed since the last call. */
	List<String> read() {
		if (!Files.exists(this.events)) {
			return List.of();
		}
		try (RandomAccessFile file = new RandomAccessFile(this.events.toFile(), "r")) {
			byte[] bytes = new byte[(int) Math.min(file.length() - this.position, 1 << 20)];
			file.seek(this.position);
			file.readFully(bytes);
			int end = bytes.length;
			while (end > 0 && bytes[end - 1] != '\n') {
				end--;
			}
			this.position += end;
			return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
