package dev.sm.benchmarks.routing;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Compares requests that Spring Cloud LoadBalancer sends by key to three servers with the
 * same requests through nginx and its {@code hash $request_uri consistent}. The servers
 * are nginx's as well, which must be on the path. The client is the same. The same
 * requests to one server without anything between them show what the client takes.
 */
final class LoadBalancerBenchmark {

	private static final int SERVERS = 3;

	private static final int WARM_UP = 2;

	private static final int ROUNDS = 7;

	private LoadBalancerBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		try (Nginx nginx = Nginx.balancing(SERVERS); ConfigurableApplicationContext context = application(nginx)) {
			Way sm = new Way("sm", context.getBean("balanced", RestClient.Builder.class).build(), "http://items");
			RestClient plain = context.getBean("plain", RestClient.Builder.class).build();
			Way proxy = new Way("nginx", plain, nginx.at(SERVERS).toString());
			Way direct = new Way("direct", plain, nginx.at(0).toString());
			for (int round = -WARM_UP; round < ROUNDS; round++) {
				for (Way way : List.of(sm, proxy, direct)) {
					way.round(round >= 0);
				}
			}
			List.of(sm, proxy, direct).forEach(Way::print);
			System.out.printf("sm/nginx: throughput %.2f, p50 %.2f, p99 %.2f (medians of %d rounds)%n",
					sm.median(0) / proxy.median(0), sm.median(1) / proxy.median(1), sm.median(2) / proxy.median(2),
					ROUNDS);
		}
	}

	private static ConfigurableApplicationContext application(Nginx nginx) {
		List<String> arguments = new ArrayList<>(List.of("--sm.routing.services.items.key=path",
				"--spring.main.banner-mode=off", "--logging.level.root=error"));
		for (int server = 0; server < SERVERS; server++) {
			arguments
				.add("--spring.cloud.discovery.client.simple.instances.items[" + server + "].uri=" + nginx.at(server));
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	/** A client of three servers. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@LoadBalanced
		RestClient.Builder balanced() {
			return plain();
		}

		@Bean
		RestClient.Builder plain() {
			return RestClient.builder()
				.requestFactory(new JdkClientHttpRequestFactory(
						HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()));
		}

	}

}
