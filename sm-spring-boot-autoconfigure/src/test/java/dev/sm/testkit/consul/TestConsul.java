package dev.sm.testkit.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * Answers as one agent of Consul that is its own server does, as far as sm and Spring
 * Cloud Consul ask: keys, transactions, sessions, services with checks, and blocking
 * queries, with Consul's limits, errors and delays. Keeps everything in memory. Run as a
 * program it takes a port.
 */
public final class TestConsul implements AutoCloseable {

	static {
		// or each answer waits 40 ms for an acknowledgement
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final ConsulFaults faults = new ConsulFaults();

	private final SSLContext tls;

	private final ExecutorService threads = Executors.newCachedThreadPool(TestConsul::daemon);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(TestConsul::daemon);

	private final int port;

	private volatile ConsulData data = new ConsulData(0);

	private HttpServer server;

	private TestConsul(int port, SSLContext tls) {
		this.tls = tls;
		this.server = listen(port);
		this.port = this.server.getAddress().getPort();
		this.timer.scheduleWithFixedDelay(() -> this.data.tick(this.threads), 10, 10, TimeUnit.MILLISECONDS);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "test-consul");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Starts an agent on a free port.
	 * @return the agent
	 */
	public static TestConsul start() {
		return new TestConsul(0, null);
	}

	/**
	 * Starts an agent that speaks TLS.
	 * @param tls its key
	 * @return the agent
	 */
	public static TestConsul start(SSLContext tls) {
		return new TestConsul(0, tls);
	}

	public static void main(String[] args) throws InterruptedException {
		new TestConsul(Integer.parseInt(args[0]), null).faults().maxBody(2 * 1024 * 1024);
		Thread.currentThread().join();
	}

	private HttpServer listen(int port) {
		try {
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
			HttpServer listening;
			if (this.tls != null) {
				HttpsServer secure = HttpsServer.create(address, 50);
				secure.setHttpsConfigurator(new HttpsConfigurator(this.tls));
				listening = secure;
			}
			else {
				listening = HttpServer.create(address, 50);
			}
			listening.setExecutor(this.threads);
			listening.createContext("/", new ConsulHttp(() -> this.data, this.faults));
			listening.start();
			return listening;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	/**
	 * What goes wrong.
	 * @return the faults, to be changed
	 */
	public ConsulFaults faults() {
		return this.faults;
	}

	/** Stops listening and drops all connections; what it knows stays. */
	public void stop() {
		this.server.stop(0);
	}

	/** Listens again, on the same port. */
	public void restart() {
		this.data.reachedAgain();
		this.server = listen(this.port);
	}

	/** Forgets everything; the index begins anew. */
	public void wipe() {
		replace(new ConsulData(0));
	}

	/**
	 * Goes back to what it was at an earlier time, index and all; whoever waits is
	 * answered.
	 * @param backup what {@link #backup()} gave
	 */
	public void restore(ConsulData backup) {
		replace(backup);
	}

	public ConsulData backup() {
		return this.data.copy();
	}

	private void replace(ConsulData next) {
		ConsulData before = this.data;
		this.data = next;
		before.abandon();
	}

	/**
	 * Ends the memory of removed keys, as Consul does after a quarter of an hour: the
	 * index of a prefix may go back.
	 */
	public void reapTombstones() {
		this.data.reapTombstones();
	}

	/**
	 * How long something was asked until now.
	 * @param part a part of the path
	 * @return the number of requests
	 */
	public long requests(String part) {
		return this.faults.requests(part);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.data.abandon();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	static Duration duration(String text) {
		String unit = text.replaceAll("[0-9.]", "");
		double number = Double.parseDouble(text.substring(0, text.length() - unit.length()));
		double millis = switch (unit) {
			case "ms" -> number;
			case "s" -> number * 1000;
			case "m" -> number * 60_000;
			case "h" -> number * 3_600_000;
			default -> throw new IllegalArgumentException("time: unknown unit in duration \"" + text + "\"");
		};
		return Duration.ofNanos((long) (millis * 1e6));
	}

}
