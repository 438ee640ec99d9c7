package dev.sm.coordination.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server and can make connections go silent: they stay open, but nothing
 * comes through any more, as when a firewall forgets them. New connections work.
 */
final class SilentProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final URI target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final AtomicInteger generation = new AtomicInteger();

	SilentProxy(URI target) {
		this.target = target;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.listener.getLocalPort());
	}

	/** Silences all connections that there are now. */
	void silence() {
		this.generation.incrementAndGet();
	}

	private void accept() throws IOException {
		while (!this.listener.isClosed()) {
			Socket client = this.listener.accept();
			Socket server = new Socket(this.target.getHost(), this.target.getPort());
			this.sockets.addAll(List.of(client, server));
			int born = this.generation.get();
			start(() -> pump(client, server, born));
			start(() -> pump(server, client, born));
		}
	}

	private void pump(Socket from, Socket to, int born) throws IOException {
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		byte[] buffer = new byte[8192];
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			if (born == this.generation.get()) {
				out.write(buffer, 0, read);
			}
		}
	}

	private void start(Loop loop) {
		Thread thread = new Thread(() -> {
			try {
				loop.run();
			}
			catch (IOException ex) {
				// a side has closed its socket
			}
		}, "silent-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Loop {

		void run() throws IOException;

	}

}
