package dev.sm.routing.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Sends the requests of a {@code WebClient}, or of an HTTP interface on one, to the owner
 * of the key that {@link ShardRequest} names, by the rules of
 * {@link ShardRequestInterceptor}. Thread-safe.
 */
public final class ShardExchangeFilter implements ExchangeFilterFunction {

	private static final int MISDIRECTED = 421;

	private static final int UNAVAILABLE = 503;

	private final Owners owners;

	private final ObservationRegistry observations;

	/**
	 * Creates a filter.
	 * @param owners what is known of the owners
	 */
	public ShardExchangeFilter(Owners owners) {
		this(owners, ObservationRegistry.NOOP);
	}

	/**
	 * Creates a filter whose attempts are observed.
	 * @param owners what is known of the owners
	 * @param observations observes them
	 */
	public ShardExchangeFilter(Owners owners, ObservationRegistry observations) {
		this.owners = owners;
		this.observations = observations;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!ShardRequest.isRouted(request.attributes())) {
			return next.exchange(request);
		}
		return Mono.defer(() -> send(request, next))
			.flatMap((response) -> (response.statusCode().value() == MISDIRECTED)
					? response.releaseBody().then(Mono.defer(() -> send(request, next))) : Mono.just(response));
	}

	private Mono<ClientResponse> send(ClientRequest request, ExchangeFunction next) {
		String shardId = ShardRequest.shardId(request.attributes(), this.owners);
		List<URI> targets = this.owners.targets(shardId, ShardRequest.allowsStandby(request.attributes()));
		return targets.isEmpty()
				? Mono.error(new ConnectException("no instance is known that could answer for shard " + shardId))
				: send(request, next, targets);
	}

	private Mono<ClientResponse> send(ClientRequest request, ExchangeFunction next, List<URI> targets) {
		boolean standby = ShardRequest.allowsStandby(request.attributes());
		URI target = targets.get(0);
		List<URI> others = targets.subList(1, targets.size());
		ClientRequest directed = ClientRequest.from(request)
			.url(ShardRequest.at(target, request.url()))
			.headers((headers) -> Told.ask(headers, standby))
			.build();
		return observed(next.exchange(directed), request.method().name(), target)
			.doOnNext((response) -> Told.learn(response.headers().asHttpHeaders(), target, this.owners))
			.map((response) -> new Answer(response, null))
			.onErrorResume(ShardExchangeFilter::isFailure, (ex) -> Mono.just(new Answer(null, ex)))
			.flatMap((answer) -> {
				if (answer.error() != null) {
					this.owners.failed(target);
					return (others.isEmpty() || !isHarmless(answer.error(), request)) ? Mono.error(answer.error())
							: send(request, next, others);
				}
				boolean again = standby && !others.isEmpty() && answer.status() == UNAVAILABLE;
				return again ? answer.release().then(send(request, next, others)) : Mono.justOrEmpty(answer.response());
			});
	}

	private Mono<ClientResponse> observed(Mono<ClientResponse> exchange, String method, URI target) {
		return Mono.deferContextual((context) -> {
			Observation observation = RequestObservation.of(this.observations, method, target)
				.parentObservation(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null))
				.start();
			return exchange.doOnError(observation::error).doFinally((signal) -> observation.stop());
		});
	}

	private static boolean isFailure(Throwable ex) {
		return ex instanceof WebClientRequestException || ex instanceof IOException;
	}

	private static boolean isHarmless(Throwable ex, ClientRequest request) {
		return ex instanceof ConnectException || ex.getCause() instanceof ConnectException
				|| ShardRequest.isRepeatable(request.method(), request.headers());
	}

	/** What one instance answered, or why it did not. */
	private record Answer(@Nullable ClientResponse response, @Nullable Throwable error) {

		int status() {
			return (this.response != null) ? this.response.statusCode().value() : 0;
		}

		Mono<Void> release() {
			return (this.response != null) ? this.response.releaseBody() : Mono.empty();
		}

	}

}
