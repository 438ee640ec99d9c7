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
 * One process's ways to servers: proxies that can be cut in either direction, all at
 * once. What is sent into a cut is not lost but late: it arrives when the cut is healed,
 * unless the connection was given up meanwhile. Thread-safe.
 */
final class ProxySite implements Site, AutoCloseable {

	static final String HOST = "127.0.0.1";

	private boolean to = true;

	private boolean from = true;

	private volatile boolean closed;

	private final List<ServerSocket> servers = new CopyOnWriteArrayList<>();

	@Override
	public String host() {
		return HOST;
	}

	@Override
	public List<String> within(List<String> command) {
		return command;
	}

	@Override
	public String wayTo(Site other, int port) {
		try {
			ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			this.servers.add(server);
			run("accept", () -> accept(server, port));
			return HOST + ":" + server.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void cut(List<Site> others, boolean to, boolean from) {
		this.to = !to;
		this.from = !from;
	}

	@Override
	public void isolate() {
		throw new UnsupportedOperationException("a process on loopback is cut off single servers only");
	}

	@Override
	public synchronized void heal() {
		this.to = true;
		this.from = true;
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

	private void copy(Socket source, Socket target, boolean toStore) {
		byte[] buffer = new byte[1 << 14];
		try {
			InputStream in = source.getInputStream();
			OutputStream out = target.getOutputStream();
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
		close(source);
		close(target);
	}

	private synchronized void awaitOpen(boolean toStore) throws IOException {
		try {
			while (!this.closed && !(toStore ? this.to : this.from)) {
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
		this.servers.forEach(ProxySite::close);
	}

}
