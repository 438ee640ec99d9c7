package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Short commands of the operating system.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Runs a command until it ends.
	 * @param command the command and its arguments
	 * @throws IllegalStateException if it cannot be run or fails
	 */
	static void run(String... command) {
		output(command);
	}

	/**
	 * Runs a command until it ends.
	 * @param command the command and its arguments
	 * @return what it printed
	 * @throws IllegalStateException if it cannot be run or fails
	 */
	static String output(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (process.waitFor() != 0) {
				throw new IllegalStateException("'" + String.join(" ", command) + "' failed: " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new IllegalStateException("'" + command[0] + "' cannot be run: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
