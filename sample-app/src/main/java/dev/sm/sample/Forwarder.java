package dev.sm.sample;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import dev.sm.routing.ShardOwner;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Asks other instances. Everything sent here may be sent twice without harm: reads,
 * additions with an idempotency key, and bases.
 */
@Component
class Forwarder {

	/** Marks requests that another instance forwarded. */
	static final String FORWARDED = "X-Sample-Forwarded";

	/** Makes a retry safe. */
	static final String IDEMPOTENCY_KEY = "Idempotency-Key";

	private final RestClient http;

	Forwarder(RestClient.Builder http) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofSeconds(5));
		this.http = http.requestFactory(requests).defaultHeader(FORWARDED, "true").build();
	}

	NamedCount get(ShardOwner owner, String name) {
		return ask(owner, () -> this.http.get().uri(counts(owner, name, "")).retrieve().requiredBody(NamedCount.class));
	}

	NamedCount add(ShardOwner owner, String name, long by, String idempotencyKey) {
		return ask(owner,
				() -> this.http.post()
					.uri(counts(owner, name, "?by=" + by))
					.header(IDEMPOTENCY_KEY, idempotencyKey)
					.retrieve()
					.requiredBody(NamedCount.class));
	}

	boolean setBases(ShardOwner owner, String shardId, Map<String, Long> bases) {
		ask(owner,
				() -> this.http.put()
					.uri(at(owner).pathSegment("internal", "shards", shardId, "bases").build().encode().toUri())
					.body(bases)
					.retrieve()
					.toBodilessEntity());
		return true;
	}

	Summary summary(URI instance, int top) {
		return this.http.get()
			.uri(UriComponentsBuilder.fromUri(instance).path("/internal/summary").queryParam("n", top).build().toUri())
			.retrieve()
			.requiredBody(Summary.class);
	}

	/**
	 * All but letters, digits and slashes is escaped, so that every name arrives as it
	 * is.
	 */
	private static URI counts(ShardOwner owner, String name, String query) {
		String path = UriUtils.encode(name, StandardCharsets.UTF_8).replace("%2F", "/");
		return URI.create(at(owner).path("/counts/").build().toUriString() + path + query);
	}

	private static UriComponentsBuilder at(ShardOwner owner) {
		URI address = owner.address();
		if (address == null) {
			throw new NotOwnerException("participant " + owner.participantId() + " has no address");
		}
		return UriComponentsBuilder.fromUri(address);
	}

	private static <T> T ask(ShardOwner owner, Supplier<T> request) {
		try {
			return request.get();
		}
		catch (ResourceAccessException ex) {
			throw new NotOwnerException("participant " + owner.participantId() + " did not answer", ex);
		}
		catch (HttpStatusCodeException ex) {
			if (isNotTheOwner(ex.getStatusCode())) {
				throw new NotOwnerException(
						"participant " + owner.participantId() + " does not own shard " + owner.shardId(), ex);
			}
			throw ex;
		}
	}

	private static boolean isNotTheOwner(HttpStatusCode status) {
		return status.isSameCodeAs(HttpStatus.MISDIRECTED_REQUEST)
				|| status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE);
	}

}
