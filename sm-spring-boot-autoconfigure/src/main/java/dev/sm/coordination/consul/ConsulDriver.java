package dev.sm.coordination.consul;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.coordination.CoordinationException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Owns the threads and connections of a store. A request is answered on a thread that
 * waits for it; a watch has one for as long as it lasts. Thread-safe.
 */
final class ConsulDriver {

	/** How long the agent may hold back the answer to a watch. */
	static final Duration WAIT = Duration.ofSeconds(20);

	private final ConsulCoordinationStore.Settings settings;

	private final ConsulApi requests;

	private final ConsulApi waits;

	private final ExecutorService threads;

	private final ExecutorService io;

	private final Set<ConsulWatchDriver> watches = ConcurrentHashMap.newKeySet();

	private final AtomicLong flags = new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 62));

	private volatile boolean closed;

	ConsulDriver(ConsulCoordinationStore.Settings settings) {
		this.settings = settings;
		this.threads = Executors.newCachedThreadPool((task) -> daemon(task, "sm-consul"));
		this.io = Executors.newCachedThreadPool((task) -> daemon(task, "sm-consul-io"));
		HttpClient.Builder http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			// it would see the token, and end requests that wait for a change
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(settings.requestTimeout())
			.executor(this.io);
		if (settings.sslContext() != null) {
			http.sslContext(settings.sslContext());
		}
		HttpClient client = http.build();
		this.requests = api(client, settings.requestTimeout());
		// Consul adds up to a sixteenth, so that not all clients ask at once
		this.waits = api(client, WAIT.plus(WAIT.dividedBy(16)).plus(settings.requestTimeout()));
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	private ConsulApi api(HttpClient client, Duration timeout) {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client, this.io);
		factory.setReadTimeout(timeout);
		DefaultUriBuilderFactory uris = new DefaultUriBuilderFactory(this.settings.agent().toString());
		uris.setEncodingMode(DefaultUriBuilderFactory.EncodingMode.NONE);
		RestClient.Builder rest = RestClient.builder()
			.requestFactory(factory)
			.uriBuilderFactory(uris)
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			});
		if (this.settings.token() != null) {
			rest.defaultHeader("X-Consul-Token", this.settings.token());
		}
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest.build()))
			.build()
			.createClient(ConsulApi.class);
	}

	/**
	 * Does something that asks the agent, on a thread of its own.
	 * @param <T> what comes of it
	 * @param task what to do; what it throws becomes the answer
	 * @return the answer
	 */
	<T> CompletableFuture<T> submit(Task<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		ConsulCallsDriver calls = new ConsulCallsDriver(this, this.requests, this.settings.requestTimeout());
		try {
			this.threads.execute(() -> run(task, calls, result));
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(closedException());
		}
		return result;
	}

	private <T> void run(Task<T> task, ConsulCallsDriver calls, CompletableFuture<T> result) {
		try {
			result.complete(task.run(calls));
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(this.closed ? closedException() : ex);
		}
	}

	/**
	 * Starts what a watch does; nothing happens if the store is closed.
	 * @param watch the watch
	 */
	void start(ConsulWatchDriver watch) {
		this.watches.add(watch);
		try {
			this.threads.execute(watch);
		}
		catch (RejectedExecutionException ex) {
			watch.close();
		}
	}

	void forget(ConsulWatchDriver watch) {
		this.watches.remove(watch);
	}

	/**
	 * The agent has not answered in time: what waits on a connection to it may wait in
	 * vain.
	 */
	void silent() {
		this.watches.forEach(ConsulWatchDriver::askAgain);
	}

	ConsulCallsDriver calls() {
		return new ConsulCallsDriver(this, this.requests, this.settings.requestTimeout());
	}

	ConsulCallsDriver waits() {
		return new ConsulCallsDriver(this, this.waits, WAIT);
	}

	/** A number that no other write of this store has, so that each is a change. */
	long nextFlag() {
		return this.flags.incrementAndGet();
	}

	String newId() {
		return UUID.randomUUID().toString();
	}

	boolean isClosed() {
		return this.closed;
	}

	String name() {
		return this.settings.agent().toString();
	}

	CoordinationException closedException() {
		return new CoordinationException("the Consul store at " + name() + " is closed");
	}

	void close() {
		this.closed = true;
		this.watches.forEach(ConsulWatchDriver::close);
		// interrupts what waits for an answer, which fails its stage
		this.threads.shutdownNow();
		this.io.shutdown();
	}

	/**
	 * Something that asks the agent.
	 *
	 * @param <T> what comes of it
	 */
	interface Task<T> {

		T run(ConsulCalls calls);

	}

}
