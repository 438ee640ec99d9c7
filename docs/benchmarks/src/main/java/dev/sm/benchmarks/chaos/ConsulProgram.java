package dev.sm.benchmarks.chaos;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How one agent of Consul is started: a real one if there is a {@code consul} on the
 * path, else the test server. Either keeps everything in memory: killed, it comes back
 * empty.
 */
public final class ConsulProgram {

	private static final Optional<Path> BINARY = Arrays
		.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
		.map((folder) -> Path.of(folder, "consul"))
		.filter(Files::isExecutable)
		.findFirst();

	private ConsulProgram() {
	}

	/** Whether it is a real agent. */
	public static boolean real() {
		return BINARY.isPresent();
	}

	/**
	 * The command line.
	 * @param host the address it listens on
	 * @param port the port of its HTTP API
	 */
	public static List<String> command(String host, int port) {
		return BINARY
			.map((binary) -> List.of(binary.toString(), "agent", "-dev", "-node", "agent", "-bind", host, "-client",
					host, "-http-port", "" + port, "-server-port", "" + Ports.free(), "-serf-lan-port",
					"" + Ports.free(), "-serf-wan-port", "-1", "-dns-port", "-1", "-grpc-port", "-1", "-hcl",
					"limits { txn_max_req_len = 2097152 }"))
			.orElseGet(() -> List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
					"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
					"dev.sm.testkit.consul.TestConsul", "" + port));
	}

}
