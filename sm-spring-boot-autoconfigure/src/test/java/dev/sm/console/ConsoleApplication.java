package dev.sm.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A web application with shards, a pool and the console.
 */
final class ConsoleApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private ConsoleApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ConsoleApplication start(Class<?> configuration, String... properties) {
		String[] all = Stream
			.concat(Stream.of("server.port=0", "server.address=127.0.0.1", "spring.application.name=orders",
					"spring.main.banner-mode=off", "spring.cloud.consul.enabled=false", "sm.console.enabled=true",
					"sm.participant.id=me", "sm.shards.count=8", "sm.coordination.prefix=/console-" + UUID.randomUUID(),
					"sm.cache.pools.default.nodes.n1.url=memory:", "sm.cache.pools.default.nodes.n2.url=memory:"),
					Arrays.stream(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new ConsoleApplication(new SpringApplicationBuilder(Application.class, configuration).run(all));
	}

	/** What sends keys to pools by what they begin with. */
	static String[] prefixes() {
		return new String[] { "sm.cache.pools.other.nodes.o1.url=memory:", "sm.cache.prefixes.default-pool=default",
				"sm.cache.prefixes.rules.sessions.prefix=session:", "sm.cache.prefixes.rules.sessions.pool=other" };
	}

	String url() {
		return "http://127.0.0.1:" + ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(URI.create(url() + path)), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<InputStream> stream(String path) {
		return send(HttpRequest.newBuilder(URI.create(url() + path)), HttpResponse.BodyHandlers.ofInputStream());
	}

	HttpResponse<String> post(String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request, HttpResponse.BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
		try {
			return this.client.send(request.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@ShardHandler
	static class Handler {

		@OnShardAdd
		void add(Shard shard) {
			if (shard.id().equals("5")) {
				throw new IllegalStateException("no space left on device");
			}
		}

	}

}
