package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sm.autoconfigure.SmAutoConfiguration;
import dev.sm.autoconfigure.SmClientRoutingAutoConfiguration;
import dev.sm.autoconfigure.SmWebRoutingAutoConfiguration;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardNotHeldException;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * One instance of an application whose controller wants its requests at the owner.
 */
final class RoutedApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RoutedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RoutedApplication start(String prefix, String id, String... properties) {
		return new RoutedApplication(
				new SpringApplicationBuilder(Application.class).bannerMode(org.springframework.boot.Banner.Mode.OFF)
					.properties("server.port=0", "server.address=127.0.0.1", "spring.application.name=routed",
							"sm.shards.count=8", "sm.coordination.prefix=" + prefix, "sm.participant.id=" + id,
							"sm.routing.forward.linger=0s")
					.run(Stream.of(properties).map("--"::concat).toArray(String[]::new)));
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	ShardManager manager() {
		return this.context.getBean(ShardManager.class);
	}

	Handler handler() {
		return this.context.getBean(Handler.class);
	}

	Controller controller() {
		return this.context.getBean(Controller.class);
	}

	void say(ReadinessState state) {
		AvailabilityChangeEvent.publish(this.context, state);
	}

	/** Its session goes on. */
	void stopWebServer() {
		((WebServerApplicationContext) this.context).getWebServer().stop();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SmAutoConfiguration.class, SmWebRoutingAutoConfiguration.class,
			SmClientRoutingAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class, JacksonAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
			SslAutoConfiguration.class })
	@Import({ Handler.class, Controller.class })
	static class Application {

		/** Observes nothing until a handler is added. */
		@Bean
		ObservationRegistry observations() {
			return ObservationRegistry.create();
		}

		@Bean
		BodyWatch bodyWatch() {
			return new BodyWatch();
		}

	}

	/** Adds and drops when a test lets it. */
	@ShardHandler
	static class Handler {

		final Set<String> added = ConcurrentHashMap.newKeySet();

		final List<String> dropped = new CopyOnWriteArrayList<>();

		volatile CountDownLatch mayAdd = new CountDownLatch(0);

		@OnShardAdd
		void add(Shard shard) throws InterruptedException {
			this.mayAdd.await();
			this.added.add(shard.id());
		}

		@OnShardDrop
		void drop(Shard shard) {
			this.added.remove(shard.id());
			this.dropped.add(shard.id());
		}

	}

	/** Answers with the participant that it runs on. */
	@RestController
	static class Controller {

		volatile CountDownLatch entered = new CountDownLatch(1);

		volatile CountDownLatch mayLeave = new CountDownLatch(0);

		final CountDownLatch clientGone = new CountDownLatch(1);

		volatile String notHeldFor = "";

		final List<String> idempotencyKeys = new CopyOnWriteArrayList<>();

		private final String self;

		Controller(OwnershipSettings settings) {
			this.self = settings.participantId();
		}

		@GetMapping("/path/{key}")
		Map<String, String> path(@ShardKey @PathVariable("key") String anyName, HttpServletRequest request) {
			return Map.of("at", this.self, "key", anyName, "host",
					String.valueOf(request.getHeader("X-Forwarded-Host")), "hop",
					String.valueOf(request.getHeader("Sm-Hop")), "authorization",
					String.valueOf(request.getHeader("Authorization")), "gone",
					String.valueOf(request.getHeader("X-Gone")));
		}

		@GetMapping("/header")
		String header(@ShardKey @RequestHeader("X-Key") String key) {
			return this.self;
		}

		@GetMapping("/param")
		String param(@ShardKey @RequestParam String key) {
			return this.self;
		}

		@GetMapping("/expression/{a}/{b}")
		@ShardKey("#{variable('a') + '-' + variable('b')}")
		String expression() {
			return this.self;
		}

		@GetMapping("/shard/{id}")
		String shard(@ShardKey(shardId = true) @PathVariable String id) throws InterruptedException {
			this.entered.countDown();
			this.mayLeave.await(20, TimeUnit.SECONDS);
			return this.self;
		}

		@PostMapping("/body/{id}")
		ResponseEntity<String> body(@ShardKey(shardId = true) @PathVariable String id, InputStream body)
				throws Exception {
			DigestInputStream digest = new DigestInputStream(body, MessageDigest.getInstance("SHA-256"));
			long length = digest.transferTo(java.io.OutputStream.nullOutputStream());
			return ResponseEntity.status(201)
				.header("X-At", this.self)
				.header("X-Many", "one", "two")
				.header("Location", "/body/" + id + "?done")
				.body(length + " " + HexFormat.of().formatHex(digest.getMessageDigest().digest()));
		}

		@GetMapping("/stream/{id}")
		void stream(@ShardKey(shardId = true) @PathVariable String id, HttpServletResponse response) {
			response.setContentType("text/event-stream");
			try {
				for (int event = 0; event < 2000; event++) {
					response.getOutputStream().write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
					new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
				}
			}
			catch (IOException ex) {
				this.clientGone.countDown();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@GetMapping("/lost/{id}")
		String lost(@ShardKey(shardId = true) @PathVariable String id) {
			if (this.notHeldFor.equals(id)) {
				this.notHeldFor = "";
				throw new ShardNotHeldException("routed", id, 1);
			}
			return this.self;
		}

		@PostMapping("/once/{id}")
		String once(@ShardKey(shardId = true, idempotencyKey = "Idempotency-Key") @PathVariable String id,
				@RequestHeader("Idempotency-Key") String key) {
			this.idempotencyKeys.add(key);
			return this.self;
		}

		@GetMapping("/standby/{id}")
		String standby(@ShardKey(shardId = true, standbys = true) @PathVariable String id) {
			return this.self;
		}

		@GetMapping("/configured/{id}")
		String configured(@PathVariable String id) {
			return this.self;
		}

	}

}
