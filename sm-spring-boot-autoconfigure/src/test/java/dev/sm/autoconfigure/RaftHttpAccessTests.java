package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.sm.coordination.Transaction;
import dev.sm.coordination.http.GroupController;
import dev.sm.coordination.raft.RaftCoordinationStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The token of keys, leases and members is asked for however an application has set up
 * Spring MVC, and however a request is written.
 */
@Timeout(30)
class RaftHttpAccessTests {

	private static final String TREASURE = "treasure";

	@TempDir
	private static Path folder;

	private static RaftCoordinationStore store;

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		String address = "localhost:" + TestSocketUtils.findAvailableTcpPort();
		Duration second = Duration.ofSeconds(1);
		store = new RaftCoordinationStore(new RaftCoordinationStore.Settings(address, List.of(address), folder, null,
				true, second.multipliedBy(5), second.dividedBy(4)));
		hide();
	}

	private static void hide() {
		store.commit(Transaction.builder().put("/sm-http/kv/hidden", "t" + TREASURE).build())
			.toCompletableFuture()
			.join();
	}

	@AfterAll
	static void stop() {
		store.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { Boot.class, OwnSupport.class, OwnMvc.class, Prefixed.class, SecondMapping.class,
			OwnMapping.class, Functional.class })
	void everyMethodAsksForTheToken(Class<?> setUp) {
		try (Server server = new Server(setUp)) {
			List<String> asked = new ArrayList<>();
			server.mappings().forEach((mapping) -> mapping.getHandlerMethods().forEach((info, method) -> {
				if (method.getBeanType().getPackageName().equals("dev.sm.coordination.http")) {
					String path = info.getPatternValues().iterator().next().replaceAll("\\{.*?}", "7");
					info.getMethodsCondition().getMethods().forEach((verb) -> {
						isRefused(server.ask(verb.name(), path, null), verb + " " + path);
						isRefused(server.ask(verb.name(), path, "other"), verb + " " + path);
						asked.add(verb + " " + path);
					});
				}
			}));
			assertThat(asked).hasSizeGreaterThanOrEqualTo(14);
			assertThat(server.ask("GET", server.prefix() + "/sm/kv/hidden", "s3cret").body()).isEqualTo(TREASURE);
		}
	}

	/** None of these is asked with the token, so none may show or change anything. */
	@ParameterizedTest
	@ValueSource(classes = { OwnSupport.class, Prefixed.class })
	void noSpellingPassesBy(Class<?> setUp) {
		try (Server server = new Server(setUp)) {
			for (String path : List.of("/sm/kv/hidden", "/sm/kv/hidden/", "/sm/kv//hidden", "//sm/kv/hidden",
					"/sm/%6bv/hidden", "/%73m/kv/hidd%65n", "/sm;a=b/kv;c=d/hidden;e", "/sm/kv;/hidden",
					"/sm/kv/hidden.json", "/sm/x/../kv/hidden", "/x/..;/sm/kv/hidden", "/sm/kv/%2e/hidden",
					"/sm/kv/x/%2e%2e/hidden", "/sm%2fkv%2fhidden", "/sm/kv%2fhidden", "/SM/KV/hidden",
					"/sm/kv/hidden?token=s3cret", "/sm/kv/hidden%00", "/sm/kv/hidden#x")) {
				for (String verb : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "FOO")) {
					Answer answer = server.ask(verb, server.prefix() + path, null);
					assertThat(answer.body()).as(verb + " " + path).doesNotContain(TREASURE);
					assertThat(answer.status()).as(verb + " " + path)
						.satisfies((status) -> assertThat(status >= 400 || verb.equals("OPTIONS")).isTrue());
				}
			}
			assertThat(server.ask("GET", server.prefix() + "/sm/kv/hidden", "s3cret").body()).isEqualTo(TREASURE);
		}
	}

	@Test
	void noDispatchPassesBy() {
		try (Server server = new Server(Dispatching.class)) {
			for (String path : List.of("/forwarded", "/later", "/nowhere")) {
				isRefused(server.ask("GET", path, null), path);
				assertThat(server.ask("GET", path, "s3cret").body()).as(path).isEqualTo(TREASURE);
			}
		}
	}

	@Test
	void aWatchAsksForTheToken() throws Exception {
		try (Server server = new Server(OwnSupport.class)) {
			HttpRequest.Builder watch = HttpRequest.newBuilder(URI.create(server.base + "/sm/kv/hidden"))
				.header("Accept", "text/event-stream");
			HttpResponse<String> refused = client.send(watch.build(), BodyHandlers.ofString());
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
			HttpResponse<Stream<String>> told = client.send(watch.header("Authorization", "bearer s3cret").build(),
					BodyHandlers.ofLines());
			try (Stream<String> lines = told.body()) {
				assertThat(lines.anyMatch((line) -> line.contains(TREASURE))).isTrue();
			}
		}
	}

	@Test
	void bodiesAndParametersAreNotLookedAtBefore() {
		try (Server server = new Server(Boot.class)) {
			isRefused(server.ask("POST", "/sm/lease/grant?ttl=x", null), "grant");
			assertThat(server.send("POST", "/sm/raft/join", null, "{nonsense").status()).isEqualTo(401);
			String tooLong = " ".repeat(BodyLimit.MAX + 1);
			assertThat(server.send("POST", "/sm/raft/join", null, tooLong).status()).isEqualTo(401);
			assertThat(server.send("POST", "/sm/raft/join", "s3cret", tooLong))
				.isEqualTo(new Answer(413, "{\"error\":\"the body must have at most 1048576 bytes\"}"));
		}
	}

	private record Answer(int status, String body) {

	}

	private static void isRefused(Answer answer, String asked) {
		assertThat(answer.status()).as(asked).isEqualTo(401);
		assertThat(answer.body()).as(asked).doesNotContain(TREASURE, "s3cret");
	}

	/** An application with a token. */
	private static final class Server implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		private final String base;

		Server(Class<?> setUp) {
			this.context = new SpringApplicationBuilder(Application.class, setUp).web(WebApplicationType.SERVLET)
				.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
						"sm.coordination.raft.http.enabled=true", "sm.coordination.raft.http.token=s3cret")
				.run();
			this.base = "http://127.0.0.1:" + ((WebServerApplicationContext) this.context).getWebServer().getPort();
		}

		List<RequestMappingHandlerMapping> mappings() {
			return List.copyOf(this.context.getBeansOfType(RequestMappingHandlerMapping.class).values());
		}

		String prefix() {
			return this.context.getBeansOfType(Prefixed.class).isEmpty() ? "" : "/prefix";
		}

		Answer ask(String verb, String path, @Nullable String token) {
			return send(verb, path, token, "");
		}

		Answer send(String verb, String path, @Nullable String token, String body) {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path))
				.timeout(Duration.ofSeconds(20))
				.method(verb, BodyPublishers.ofString(body));
			if (token != null) {
				request.header("Authorization", "Bearer " + token);
			}
			if (!body.isEmpty()) {
				request.header("Content-Type", "application/json");
			}
			try {
				HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
				return new Answer(answer.statusCode(), answer.body());
			}
			catch (IOException | InterruptedException ex) {
				throw new AssertionError(verb + " " + path, ex);
			}
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
			SmRaftHttpAutoConfiguration.class })
	@EnableConfigurationProperties(SmProperties.class)
	static class Application {

		/** One for all, so that each application starts quickly. */
		@Bean(destroyMethod = "")
		RaftCoordinationStore store() {
			return store;
		}

	}

	/** What most applications have. */
	@Configuration(proxyBeanMethods = false)
	static class Boot {

	}

	/** Asks no {@link WebMvcConfigurer}. */
	@Configuration(proxyBeanMethods = false)
	static class OwnSupport extends WebMvcConfigurationSupport {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class OwnMvc {

	}

	@Configuration(proxyBeanMethods = false)
	static class Prefixed implements WebMvcConfigurer {

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/prefix", (type) -> true);
		}

	}

	/** Puts all controllers under a further path, without any interceptor. */
	@Configuration(proxyBeanMethods = false)
	static class SecondMapping {

		@Bean
		RequestMappingHandlerMapping again() {
			RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
			mapping.setPathPrefixes(Map.of("/again", (type) -> true));
			mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return mapping;
		}

	}

	/** Calls a method by itself. */
	@Configuration(proxyBeanMethods = false)
	static class OwnMapping {

		@Bean
		ByItself own(GroupController members) throws NoSuchMethodException {
			return new ByItself(new HandlerMethod(members, GroupController.class.getDeclaredMethod("show")));
		}

		private record ByItself(HandlerMethod method) implements HandlerMapping, Ordered {

			@Override
			public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
				return request.getRequestURI().equals("/sm/raft") ? new HandlerExecutionChain(this.method) : null;
			}

			@Override
			public int getOrder() {
				return Ordered.HIGHEST_PRECEDENCE;
			}

		}

	}

	/** Routes of its own beside the controllers. */
	@Configuration(proxyBeanMethods = false)
	static class Functional {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/other/**", (request) -> ServerResponse.ok().build()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Dispatcher.class)
	static class Dispatching {

		@Bean
		ErrorPageRegistrar errors() {
			return (registry) -> registry.addErrorPages(new ErrorPage(HttpStatus.NOT_FOUND, "/sm/kv/hidden"));
		}

	}

	@Controller
	static class Dispatcher {

		@GetMapping("/forwarded")
		String forward() {
			return "forward:/sm/kv/hidden";
		}

		@GetMapping("/later")
		void later(HttpServletRequest request, HttpServletResponse response) {
			request.startAsync().dispatch("/sm/kv/hidden");
		}

	}

}
