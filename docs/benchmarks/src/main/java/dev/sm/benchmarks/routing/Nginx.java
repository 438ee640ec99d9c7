package dev.sm.benchmarks.routing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.sm.benchmarks.chaos.Ports;

import org.springframework.util.FileSystemUtils;

/**
 * A real nginx on loopback, which keeps its connections open.
 */
final class Nginx implements AutoCloseable {

	private static final int MAX_PAUSES = 300;

	private static final long PAUSE_NANOS = 100_000_000;

	private final Path directory;

	private final Process process;

	private final List<Integer> ports;

	private Nginx(Path directory, Process process, List<Integer> ports) {
		this.directory = directory;
		this.process = process;
		this.ports = ports;
	}

	/** A port for each server, which does nothing but pass requests on to it. */
	static Nginx before(List<URI> servers) throws IOException {
		List<Integer> ports = new ArrayList<>();
		StringBuilder http = new StringBuilder();
		for (URI server : servers) {
			int port = Ports.free();
			ports.add(port);
			http.append("upstream s%1$d { server %2$s; keepalive 64; keepalive_requests 1000000; }%n%3$s"
				.formatted(port, server.getAuthority(), proxy(port, "s" + port)));
		}
		return start(http.toString(), ports);
	}

	/** Servers of its own, and after them one that chooses between them by path. */
	static Nginx balancing(int servers) throws IOException {
		List<Integer> ports = new ArrayList<>();
		StringBuilder http = new StringBuilder();
		StringBuilder upstream = new StringBuilder();
		for (int server = 0; server < servers; server++) {
			int port = Ports.free();
			ports.add(port);
			http.append("server { listen 127.0.0.1:%d; location / { return 200 '%d'; } }%n".formatted(port, server));
			upstream.append("server 127.0.0.1:%d; ".formatted(port));
		}
		int port = Ports.free();
		ports.add(port);
		http.append("upstream items { hash $request_uri consistent; %s keepalive 64; keepalive_requests 1000000; }%n"
			.formatted(upstream));
		return start(http.append(proxy(port, "items")).toString(), ports);
	}

	private static String proxy(int port, String upstream) {
		return """
				server {
				  listen 127.0.0.1:%d;
				  location / { proxy_pass http://%s; proxy_http_version 1.1; proxy_set_header Connection ""; }
				}
				""".formatted(port, upstream);
	}

	private static Nginx start(String http, List<Integer> ports) throws IOException {
		Path directory = Files.createTempDirectory("sm-nginx-");
		Path config = directory.resolve("nginx.conf");
		Files.writeString(config, """
				daemon off;
				worker_processes 2;
				pid %1$s/nginx.pid;
				error_log %1$s/error.log;
				events { worker_connections 1024; }
				http {
				  access_log off;
				  keepalive_requests 1000000;
				  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
				  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
				  %2$s
				}
				""".formatted(directory, http));
		Process process = new ProcessBuilder("nginx", "-c", config.toString(), "-p", directory.toString()).inheritIO()
			.start();
		for (int port : ports) {
			awaitOpen(port);
		}
		return new Nginx(directory, process, ports);
	}

	private static void awaitOpen(int port) throws IOException {
		for (int pauses = 0; pauses < MAX_PAUSES; pauses++) {
			try {
				new Socket(InetAddress.getLoopbackAddress(), port).close();
				return;
			}
			catch (ConnectException ex) {
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		throw new IOException("nginx does not listen on port " + port);
	}

	/** Where a server is, or the proxy before it. */
	URI at(int index) {
		return URI.create("http://127.0.0.1:" + this.ports.get(index));
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.process.onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
