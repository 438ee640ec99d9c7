package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A process of the operating system that can be started again. Once closed it is not.
 * Thread-safe.
 */
final class ServerProcess implements AutoCloseable {

	private final String name;

	private final Path log;

	private @Nullable Process process;

	private boolean closed;

	ServerProcess(String name, Path directory) {
		this.name = name;
		this.log = directory.resolve(name + ".log");
	}

	synchronized void start(List<String> command) {
		if (this.closed) {
			throw new IllegalStateException(this.name + " is not started any more");
		}
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized boolean running() {
		return this.process != null && this.process.isAlive();
	}

	synchronized long pid() {
		return (this.process != null) ? this.process.pid() : -1;
	}

	/** As {@code kill -9}. */
	void kill() {
		Process running = present();
		if (running != null) {
			running.destroyForcibly();
			// a busy machine takes its time to take a process apart
			await(running, 60);
		}
	}

	/** As {@code kill}: the process ends in its own time. */
	void terminate(long seconds) {
		Process running = present();
		if (running != null) {
			running.destroy();
			await(running, seconds);
		}
	}

	void pause() {
		signal("-STOP");
	}

	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		Process running = present();
		try {
			if (running == null
					|| new ProcessBuilder("kill", signal, String.valueOf(running.pid())).start().waitFor() != 0) {
				throw new IllegalStateException("kill " + signal + " failed for " + this.name);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the process has logged, in all its lives.
	 * @param text what is looked for
	 * @return the lines that have it
	 */
	List<String> told(String text) {
		try (Stream<String> lines = Files.lines(this.log, StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> line.contains(text)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized @Nullable Process present() {
		return this.process;
	}

	private void await(Process ending, long seconds) {
		try {
			if (!ending.waitFor(seconds, TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " has not ended within " + seconds + " s");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		kill();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
