package dev.sm.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers missed keys in a file, a line each, that survives the process but is not
 * forced to the disk. What cannot be read of it counts as keys that were forgotten. Not
 * thread-safe: its owner takes turns.
 */
final class MissedKeysFile implements MissedKeys {

	private static final Logger logger = LoggerFactory.getLogger(MissedKeysFile.class);

	private static final String OVERFLOW = "!";

	private final Path file;

	private boolean broken;

	private boolean written;

	MissedKeysFile(Path directory, String pool, String node) {
		this.file = directory.resolve("missed-" + PoolNames.encode(pool) + "-" + PoolNames.encode(node) + ".keys");
	}

	@Override
	public Content read() {
		List<String> keys = new ArrayList<>();
		boolean overflowed = false;
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			if (!Files.exists(this.file)) {
				return new Content(List.of(), false);
			}
			this.written = true;
			String text = Files.readString(this.file, StandardCharsets.ISO_8859_1);
			for (String line : text.lines().toList()) {
				overflowed |= !keys.addAll(key(line));
			}
			overflowed |= !text.isEmpty() && !text.endsWith("\n");
		}
		catch (IOException ex) {
			logger.warn("'{}' cannot be read, so that its node will be emptied before it is read from", this.file, ex);
			overflowed = true;
		}
		return new Content(keys, overflowed);
	}

	private static List<String> key(String line) {
		try {
			return (line.equals(OVERFLOW)) ? List.of()
					: List.of(new String(Base64.getDecoder().decode(line), StandardCharsets.ISO_8859_1));
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

	@Override
	public void add(String key) {
		append(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.ISO_8859_1)));
	}

	@Override
	public void overflow() {
		append(OVERFLOW);
	}

	private void append(String line) {
		try {
			Files.writeString(this.file, line + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
			this.written = true;
		}
		catch (IOException ex) {
			if (!this.broken) {
				logger.warn("'{}' cannot be written, so that missed deletes do not survive a restart", this.file, ex);
			}
			this.broken = true;
		}
	}

	@Override
	public void clear() {
		if (!this.written) {
			return;
		}
		try {
			Files.deleteIfExists(this.file);
			this.written = false;
		}
		catch (IOException ex) {
			logger.warn("'{}' cannot be removed; its keys will be removed from the node once more", this.file, ex);
		}
	}

}
