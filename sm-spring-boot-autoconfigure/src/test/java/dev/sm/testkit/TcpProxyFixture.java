package dev.sm.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a server on the loopback interface. When told to, it cuts
 * their connections, delays answers, or holds back what is sent on them, as a network
 * does that loses packets and delivers them when they are sent again.
 */
public final class TcpProxyFixture implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final Set<Socket> held = new HashSet<>();

	private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "tcp-proxy-late");
		thread.setDaemon(true);
		return thread;
	});

	private volatile Duration delay = Duration.ZERO;

	private TcpProxyFixture(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/**
	 * Starts a proxy.
	 * @param target the server's port
	 * @return the proxy, listening
	 */
	public static TcpProxyFixture start(int target) {
		try {
			TcpProxyFixture proxy = new TcpProxyFixture(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
					target);
			daemon(proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Closes all connections; new ones may be made.
	 */
	public void cut() {
		// one that is accepted meanwhile is not closed, so it stays in the list
		List<Socket> cut = List.copyOf(this.sockets);
		cut.forEach(TcpProxyFixture::close);
		this.sockets.removeAll(cut);
	}

	/**
	 * Lets nothing more pass on the connections there are, even after the client has
	 * closed its end. New ones are not concerned.
	 */
	public void hold() {
		synchronized (this.held) {
			this.held.addAll(this.sockets);
		}
	}

	/**
	 * Delivers what was held back, as far as the server still takes it.
	 */
	public void release() {
		synchronized (this.held) {
			this.held.clear();
			this.held.notifyAll();
		}
	}

	/**
	 * Delivers what servers answer later from here on, without letting less through.
	 * @param delay how much later
	 */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	private void awaitRelease(Socket from) throws IOException {
		synchronized (this.held) {
			while (this.held.contains(from)) {
				try {
					this.held.wait();
				}
				catch (InterruptedException ex) {
					throw new InterruptedIOException("interrupted while holding back");
				}
			}
		}
	}

	@Override
	public void close() {
		close(this.listener);
		release();
		cut();
		this.late.shutdownNow();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.addAll(List.of(client, server));
				daemon(() -> copy(client, server));
				daemon(() -> copy(server, client));
			}
			catch (IOException ex) {
				// the listener was closed, or the server is not there: the client sees it
				cut();
			}
		}
	}

	private void copy(Socket from, Socket to) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				awaitRelease(from);
				if (from.getPort() != this.target || this.delay.isZero()) {
					out.write(buffer, 0, n);
				}
				else {
					deliverLate(out, Arrays.copyOf(buffer, n));
				}
			}
		}
		catch (IOException ex) {
			// cut: both ends are closed by now
			this.sockets.removeAll(List.of(from, to));
		}
	}

	private void deliverLate(OutputStream out, byte[] bytes) {
		this.late.schedule(() -> {
			out.write(bytes);
			return true;
		}, this.delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

}
