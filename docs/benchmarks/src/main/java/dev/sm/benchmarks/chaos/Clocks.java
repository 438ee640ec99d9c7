package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Steps the time of day of single processes, by libfaketime, and leaves their monotonic
 * clock alone. Thread-safe.
 */
final class Clocks {

	private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

	private final @Nullable Path library;

	private final Path directory;

	Clocks(Options options, Path directory, Report report) {
		this.directory = directory;
		this.library = options.clocks().equals("false") ? null : find().orElse(null);
		if (this.library == null) {
			if (options.clocks().equals("true")) {
				throw new IllegalStateException("clocks cannot be stepped: " + LIBRARY + " is not installed");
			}
			report.line("clocks are not stepped");
		}
	}

	private static Optional<Path> find() {
		try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
			return directories.map((directory) -> directory.resolve(LIBRARY)).filter(Files::isReadable).findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	boolean canStep() {
		return this.library != null;
	}

	/** The command that starts a process whose clock can be stepped. */
	List<String> within(String name, List<String> command) {
		if (this.library == null) {
			return command;
		}
		if (!Files.exists(file(name))) {
			set(name, Duration.ZERO);
		}
		List<String> within = new ArrayList<>(List.of("env", "LD_PRELOAD=" + this.library,
				"FAKETIME_TIMESTAMP_FILE=" + file(name), "FAKETIME_CACHE_DURATION=1",
				// waits of the JVM are measured by the monotonic clock
				"FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_FORCE_MONOTONIC_FIX=0"));
		within.addAll(command);
		return within;
	}

	/** Sets how far a process is off the time of day; it takes notice within a second. */
	void set(String name, Duration offset) {
		try {
			Path next = this.directory.resolve(name + ".clock-next");
			Files.writeString(next, (offset.isNegative() ? "" : "+") + offset.toSeconds() + "\n");
			Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path file(String name) {
		return this.directory.resolve(name + ".clock").toAbsolutePath();
	}

}
