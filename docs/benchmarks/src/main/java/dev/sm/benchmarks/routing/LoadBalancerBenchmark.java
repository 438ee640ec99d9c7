package dev.sm.benchmarks.routing;

import java.net.ServerSocket;
import java.net.InetAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
 * are nginx's as well, which must be on the path. The client is the same.
 */
final class LoadBalancerBenchmark {

	private static final int THREADS = Integer.getInteger("threads", 8);

	private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("seconds", 4));

	private static final int ROUNDS = 5;

	private LoadBalancerBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		int[] ports = { freePort(), freePort(), freePort(), freePort() };
		Process nginx = nginx(ports);
		try (ConfigurableApplicationContext context = application(ports)) {
			RestClient balanced = context.getBean("balanced", RestClient.Builder.class).build();
			RestClient plain = context.getBean("plain", RestClient.Builder.class).build();
			double[] byKey = new double[ROUNDS];
			double[] byNginx = new double[ROUNDS];
			round(balanced, "http://items");
			round(plain, "http://127.0.0.1:" + ports[3]);
			for (int number = 0; number < ROUNDS; number++) {
				byKey[number] = round(balanced, "http://items");
				byNginx[number] = round(plain, "http://127.0.0.1:" + ports[3]);
			}
			double keyed = median(byKey);
			double proxied = median(byNginx);
			System.out.printf("sm: %.0f requests/s, nginx: %.0f requests/s, ratio %.2f (medians of %d rounds)%n", keyed,
					proxied, keyed / proxied, ROUNDS);
		}
		finally {
			nginx.destroy();
			nginx.waitFor();
		}
	}

	private static double round(RestClient client, String base) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		long end = System.nanoTime() + ROUND_NANOS;
		List<Future<Long>> counts = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			int first = thread;
			counts.add(executor.submit(() -> {
				long count = 0;
				while (System.nanoTime() < end) {
					client.get().uri(base + "/items/" + (first * 1000 + count % 1000)).retrieve().body(String.class);
					count++;
				}
				return count;
			}));
		}
		long total = 0;
		for (Future<Long> count : counts) {
			total += count.get();
		}
		executor.shutdown();
		return total / (ROUND_NANOS / 1e9);
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		return values[values.length / 2];
	}

	private static ConfigurableApplicationContext application(int[] ports) {
		List<String> arguments = new ArrayList<>(List.of("--sm.routing.services.items.key=path",
				"--spring.main.banner-mode=off", "--logging.level.root=error"));
		for (int server = 0; server < 3; server++) {
			arguments.add("--spring.cloud.discovery.client.simple.instances.items[" + server + "].uri=http://127.0.0.1:"
					+ ports[server]);
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	private static Process nginx(int[] ports) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("sm-nginx");
		StringBuilder servers = new StringBuilder();
		StringBuilder upstream = new StringBuilder();
		for (int server = 0; server < 3; server++) {
			servers.append("server { listen 127.0.0.1:%d; location / { return 200 '%d'; } }%n".formatted(ports[server],
					server));
			upstream.append("server 127.0.0.1:%d; ".formatted(ports[server]));
		}
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
				  upstream items { hash $request_uri consistent; %2$s keepalive 64; keepalive_requests 1000000; }
				  %3$s
				  server {
				    listen 127.0.0.1:%4$d;
				    location / { proxy_pass http://items; proxy_http_version 1.1; proxy_set_header Connection ""; }
				  }
				}
				""".formatted(directory, upstream, servers, ports[3]));
		Process nginx = new ProcessBuilder("nginx", "-c", config.toString(), "-p", directory.toString()).inheritIO()
			.start();
		TimeUnit.SECONDS.sleep(1);
		return nginx;
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

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
