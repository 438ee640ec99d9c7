package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports on loopback, below those that systems give to outgoing connections, so that
 * a server that is down for a while finds its port free.
 */
public final class Ports {

	private static final Random random = new Random();

	private static final Set<Integer> given = new HashSet<>();

	private Ports() {
	}

	/** A port that this program has not been given before. */
	public static synchronized int free() {
		while (true) {
			int port = 20_000 + random.nextInt(12_000);
			if (given.add(port)) {
				try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
					return socket.getLocalPort();
				}
				catch (IOException ex) {
					// taken: try another one
				}
			}
		}
	}

}
