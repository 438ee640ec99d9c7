package dev.sm.routing.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Iterator;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Sends the requests of a {@code RestClient}, or of an HTTP interface on one, to the
 * owner of the key that {@link ShardRequest} names; scheme, host and port of their URI
 * mean nothing. Other requests pass. What cannot have arrived goes to another instance,
 * which knows a later owner or waits for one; so does what may be repeated, by its method
 * or its {@code Idempotency-Key}, when the connection breaks. Thread-safe.
 */
public final class ShardRequestInterceptor implements ClientHttpRequestInterceptor {

	private static final int MISDIRECTED = 421;

	private static final int UNAVAILABLE = 503;

	private final Owners owners;

	private final ObservationRegistry observations;

	/**
	 * Creates an interceptor.
	 * @param owners what is known of the owners
	 */
	public ShardRequestInterceptor(Owners owners) {
		this(owners, ObservationRegistry.NOOP);
	}

	/**
	 * Creates an interceptor whose attempts are observed.
	 * @param owners what is known of the owners
	 * @param observations observes them
	 */
	public ShardRequestInterceptor(Owners owners, ObservationRegistry observations) {
		this.owners = owners;
		this.observations = observations;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		if (!ShardRequest.isRouted(request.getAttributes())) {
			return execution.execute(request, body);
		}
		ClientHttpResponse response = send(request, body, execution);
		if (response.getStatusCode().value() == MISDIRECTED) {
			// nothing was done, and the answer may have told who the owner is
			response.close();
			response = send(request, body, execution);
		}
		return response;
	}

	private ClientHttpResponse send(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		boolean standby = ShardRequest.allowsStandby(request.getAttributes());
		String shardId = ShardRequest.shardId(request.getAttributes(), this.owners);
		Iterator<URI> targets = this.owners.targets(shardId, standby).iterator();
		while (targets.hasNext()) {
			URI target = targets.next();
			try {
				ClientHttpResponse response = execute(new Directed(request, target, standby), target, body, execution);
				Told.learn(response.getHeaders(), target, this.owners);
				if (!standby || response.getStatusCode().value() != UNAVAILABLE || !targets.hasNext()) {
					return response;
				}
				response.close();
			}
			catch (IOException ex) {
				boolean harmless = ex instanceof ConnectException
						|| ShardRequest.isRepeatable(request.getMethod(), request.getHeaders());
				this.owners.failed(target);
				if (!harmless || !targets.hasNext()) {
					throw ex;
				}
			}
		}
		throw new ConnectException("no instance is known that could answer for shard " + shardId);
	}

	@SuppressWarnings("NullAway") // what is observed may be null, whatever it declares
	private ClientHttpResponse execute(HttpRequest request, URI target, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		return RequestObservation.of(this.observations, request.getMethod().name(), target)
			.observeChecked(() -> execution.execute(request, body));
	}

	/** A request at the address of an instance. */
	private static final class Directed extends HttpRequestWrapper {

		private final URI uri;

		private final HttpHeaders headers;

		private Directed(HttpRequest request, URI target, boolean standby) {
			super(request);
			this.uri = ShardRequest.at(target, request.getURI());
			this.headers = new HttpHeaders();
			this.headers.putAll(request.getHeaders());
			Told.ask(this.headers, standby);
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
