package dev.sm.benchmarks.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One participant's way to the store: proxies that can be cut in either direction. What
 * is sent into a cut is not lost but late, as TCP has it: it arrives when the cut is
 * healed, unless the connection was given up meanwhile. Thread-safe.
 */
final class Network implements AutoCloseable {

	private boolean toStore = true;

	private boolean fromStore = true;

	private volatile boolean closed;

	private final List<ServerSocket> servers = new CopyOnWriteArrayList<>();

	/** Opens a way to a member of the store, and gives the port where it begins. */
	int wayTo(int port) {
		try {
			ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			this.servers.add(server);
			run("accept", () -> accept(server, port));
			return server.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized void cut(boolean toStore, boolean fromStore) {
		this.toStore = !toStore;
		this.fromStore = !fromStore;
	}

	synchronized void heal() {
		this.toStore = true;
		this.fromStore = true;
		notifyAll();
	}

	private void accept(ServerSocket server, int port) {
		while (!this.closed) {
			try {
				Socket client = server.accept();
				run("connect", () -> connect(client, port));
			}
			catch (IOException ex) {
				// closed
				return;
			}
		}
	}

	private void connect(Socket client, int port) {
		try {
			awaitOpen(true);
			Socket store = new Socket(InetAddress.getLoopbackAddress(), port);
			client.setTcpNoDelay(true);
			store.setTcpNoDelay(true);
			run("to store", () -> copy(client, store, true));
			run("from store", () -> copy(store, client, false));
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private void copy(Socket from, Socket to, boolean toStore) {
		byte[] buffer = new byte[1 << 14];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				awaitOpen(toStore);
				out.write(buffer, 0, read);
			}
			// the end does not get through a cut either
			awaitOpen(toStore);
		}
		catch (IOException ex) {
			// one end is gone, so the other goes too
		}
		close(from);
		close(to);
	}

	private synchronized void awaitOpen(boolean toStore) throws IOException {
		try {
			while (!this.closed && !(toStore ? this.toStore : this.fromStore)) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static void run(String name, Runnable task) {
		Thread thread = new Thread(task, "network: " + name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// it is gone in any case
		}
	}

	@Override
	public void close() {
		this.closed = true;
		heal();
		this.servers.forEach(Network::close);
	}

}
