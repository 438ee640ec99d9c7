package dev.sm.routing.loadbalancer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.hedging.HedgeBudget;
import dev.sm.hedging.RecentLatencies;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends requests of one service to several instances each. The calling thread decides and
 * waits; others send. An answer below 500 counts; an error of the server or of the
 * connection is one that another instance may not have. Thread-safe.
 */
final class ReplicatedRequests {

	private static final int SERVER_ERROR = 500;

	private final KeyedService service;

	private final Executor executor;

	private final HedgeBudget budget;

	private final RecentLatencies latencies;

	ReplicatedRequests(KeyedService service, Executor executor) {
		this.service = service;
		this.executor = executor;
		this.budget = new HedgeBudget(service.replication().hedgeBudget());
		this.latencies = new RecentLatencies(service.replication().timeout().toNanos() / 4);
	}

	/**
	 * Sends a request.
	 * @param instances whom to ask, best first, at least one
	 * @param exchange asks one
	 * @return the answer of the one that made it enough
	 * @throws IOException if there were not enough answers, or not in time
	 */
	ClientHttpResponse send(List<ServiceInstance> instances, Exchange exchange) throws IOException {
		ReplicatedCall call = new ReplicatedCall(this.service.replication(), instances.size(), this.latencies.p95(),
				this.budget, System.nanoTime());
		Running running = new Running(instances, exchange);
		try {
			return running.run(call);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("the wait for service '" + this.service.name() + "' was interrupted", ex);
		}
		finally {
			running.close();
		}
	}

	/** Asks one instance. */
	@FunctionalInterface
	interface Exchange {

		ClientHttpResponse with(ServiceInstance instance) throws IOException;

	}

	private record Result(@Nullable ClientHttpResponse response, @Nullable IOException failure) {

		boolean answered() throws IOException {
			return this.response != null && this.response.getStatusCode().value() < SERVER_ERROR;
		}

		void close() {
			if (this.response != null) {
				this.response.close();
			}
		}

	}

	/** A request on its way. */
	private final class Running {

		private final List<ServiceInstance> instances;

		private final Exchange exchange;

		private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();

		private final AtomicBoolean over = new AtomicBoolean();

		private Running(List<ServiceInstance> instances, Exchange exchange) {
			this.instances = instances;
			this.exchange = exchange;
		}

		private ClientHttpResponse run(ReplicatedCall call) throws IOException, InterruptedException {
			IOException cause = null;
			call.start(System.nanoTime()).forEach(this::ask);
			while (true) {
				Result result = this.results.poll(call.wakeUpAt() - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (result == null) {
					call.tick(System.nanoTime()).forEach(this::ask);
				}
				else if (result.answered()) {
					call.answered();
				}
				else {
					cause = reason(result);
					call.failed(System.nanoTime()).forEach(this::ask);
				}
				if (call.state() == ReplicatedCall.State.DONE && result != null && result.response() != null) {
					return result.response();
				}
				if (result != null) {
					result.close();
				}
				if (call.state() == ReplicatedCall.State.FAILED) {
					throw new IOException(
							"service '" + ReplicatedRequests.this.service.name() + "' did not get enough of "
									+ this.instances.size() + " instances to answer within "
									+ ReplicatedRequests.this.service.replication().timeout().toMillis() + " ms",
							cause);
				}
			}
		}

		private IOException reason(Result result) throws IOException {
			return (result.failure() != null) ? result.failure() : new IOException(
					"an instance answered " + ((result.response() != null) ? result.response().getStatusCode() : "?"));
		}

		private void ask(int index) {
			ReplicatedRequests.this.executor.execute(() -> {
				long start = System.nanoTime();
				Result result = exchange(this.instances.get(index));
				ReplicatedRequests.this.latencies.took(System.nanoTime() - start);
				this.results.add(result);
				if (this.over.get()) {
					discard();
				}
			});
		}

		private Result exchange(ServiceInstance instance) {
			try {
				return new Result(this.exchange.with(instance), null);
			}
			catch (IOException ex) {
				return new Result(null, ex);
			}
			catch (RuntimeException ex) {
				return new Result(null, new IOException(ex));
			}
		}

		/** What comes too late is closed by whoever brings it. */
		private void close() {
			this.over.set(true);
			discard();
		}

		private void discard() {
			for (Result late = this.results.poll(); late != null; late = this.results.poll()) {
				late.close();
			}
		}

	}

}
