package dev.sm.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that this JVM would use for everything, this host included, as with
 * {@code -Dhttp.proxyHost}. It hangs up on whoever comes, and keeps for whom.
 */
public final class PlantedProxy implements AutoCloseable {

	private final ProxySelector before = ProxySelector.getDefault();

	private final List<URI> asked = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	private PlantedProxy() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::hangUp, "planted-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/** Plants one until it is closed. */
	public static PlantedProxy plant() {
		PlantedProxy proxy = new PlantedProxy();
		ProxySelector.setDefault(proxy.new Selector());
		return proxy;
	}

	private void hangUp() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				socket.setSoLinger(true, 0);
			}
			catch (IOException ex) {
				// closed, or already gone
			}
		}
	}

	/** For what it would have been used. */
	public List<URI> asked() {
		return List.copyOf(this.asked);
	}

	@Override
	public void close() {
		ProxySelector.setDefault(this.before);
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private final class Selector extends ProxySelector {

		@Override
		public List<Proxy> select(URI uri) {
			PlantedProxy.this.asked.add(uri);
			return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(PlantedProxy.this.server.getInetAddress(),
					PlantedProxy.this.server.getLocalPort())));
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			// it hangs up
		}

	}

}
