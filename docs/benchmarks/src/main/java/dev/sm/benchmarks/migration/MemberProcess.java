package dev.sm.benchmarks.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A process that runs {@link Member}, and can be paused and killed.
 */
final class MemberProcess implements AutoCloseable {

	private final String id;

	private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Process process;

	private volatile boolean paused;

	/** When it last said that it had done the controller's work. */
	private volatile long controlled;

	MemberProcess(String id, String etcd, Path directory, String nodes, int weighted, int rate) {
		this.id = id;
		try {
			this.process = new ProcessBuilder(
					List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
							Member.class.getName(), id, etcd, directory.toString(), nodes, "" + weighted, "" + rate))
				.redirectErrorStream(true)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		Thread reader = new Thread(this::read, "reader-" + id);
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("> ")) {
					this.answers.add(line.substring(2));
				}
				else if (line.contains("PoolController")) {
					this.controlled = System.nanoTime();
				}
				else if (line.contains(" ERROR ") || line.startsWith("Exception")) {
					System.out.println("  " + this.id + ": " + line);
				}
			}
		}
		catch (IOException ex) {
			// it was killed
		}
	}

	String id() {
		return this.id;
	}

	long controlled() {
		return this.controlled;
	}

	/** Whether it can answer. */
	boolean answers() {
		return this.process.isAlive() && !this.paused;
	}

	boolean alive() {
		return this.process.isAlive();
	}

	void tell(String command) {
		try {
			OutputStream in = this.process.getOutputStream();
			in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
			in.flush();
		}
		catch (IOException ex) {
			// it was killed, and answers nothing
		}
	}

	/** The next answer, or {@code null} if none comes in time. */
	@Nullable String answer(long seconds) {
		try {
			return this.answers.poll(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Tells a command and waits for its answer; nobody else may do so meanwhile. */
	@Nullable String ask(String command) {
		this.answers.clear();
		tell(command);
		return answer(20);
	}

	MemberProcess awaitReady() {
		String answer = null;
		for (int i = 0; i < 180 && answer == null && alive(); i++) {
			answer = answer(1);
		}
		if (!"ready".equals(answer)) {
			throw new IllegalStateException(this.id + " does not come up: " + answer);
		}
		return this;
	}

	void pause() {
		this.paused = true;
		Servers.run("kill", "-STOP", "" + this.process.pid());
	}

	void resume() {
		if (alive()) {
			Servers.run("kill", "-CONT", "" + this.process.pid());
		}
		this.paused = false;
	}

	/** As {@code kill -9}. */
	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return this.id;
	}

}
