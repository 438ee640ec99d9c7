package dev.sm.benchmarks.routing;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import dev.sm.benchmarks.chaos.SampleCluster;
import dev.sm.routing.client.Owners;
import dev.sm.routing.client.ShardRequestInterceptor;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Clients that go to owners: one learns them from answers, one follows the assignment as
 * an application that holds no shards.
 */
final class Clients implements AutoCloseable {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<URI> addresses;

	private final ConfigurableApplicationContext context;

	Clients(SampleCluster cluster) {
		this.addresses = cluster.addresses();
		List<String> arguments = new ArrayList<>(cluster.arguments());
		arguments.addAll(List.of("--sm.participant.enabled=false", "--spring.cloud.consul.enabled=false",
				"--spring.main.banner-mode=off", "--logging.level.root=error"));
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	RestClient learning(ClientHttpRequestInterceptor... watchers) {
		return client(new ShardRequestInterceptor(Owners.learning(this.addresses)), watchers);
	}

	RestClient following(ClientHttpRequestInterceptor... watchers) {
		return client(this.context.getBean(ShardRequestInterceptor.class), watchers);
	}

	/** Knows nothing of owners. */
	RestClient plain() {
		return RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(this.http)).build();
	}

	private RestClient client(ShardRequestInterceptor toOwners, ClientHttpRequestInterceptor[] watchers) {
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(this.http))
			.requestInterceptor(toOwners)
			.requestInterceptors((interceptors) -> interceptors.addAll(List.of(watchers)))
			.build();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** It has no shards. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
