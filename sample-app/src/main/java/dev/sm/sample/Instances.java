package dev.sm.sample;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks other instances, and this one in the same way.
 */
@Component
class Instances {

	/** Bases may be set twice without harm. */
	private final RetryTemplate untilServed = new RetryTemplate(RetryPolicy.builder()
		.includes(HttpServerErrorException.ServiceUnavailable.class)
		.delay(Duration.ofMillis(100))
		.maxRetries(20)
		.build());

	private final RestClient http;

	Instances(RestClient.Builder http, ShardRequestInterceptor toOwners) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofSeconds(20));
		this.http = http.requestFactory(requests).requestInterceptor(toOwners).build();
	}

	/** At the owner of the shard, whoever that is. */
	void setBases(String shardId, Map<String, Long> bases) {
		try {
			this.untilServed.execute(() -> this.http.put()
				.uri("http://owner/internal/shards/{shardId}/bases", shardId)
				.attributes(ShardRequest.shard(shardId))
				.body(bases)
				.retrieve()
				.toBodilessEntity());
		}
		catch (RetryException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
	}

	Summary summary(URI instance, int top) {
		return this.http.get()
			.uri(UriComponentsBuilder.fromUri(instance).path("/internal/summary").queryParam("n", top).build().toUri())
			.retrieve()
			.requiredBody(Summary.class);
	}

}
