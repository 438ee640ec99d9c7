package dev.sm.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.sm.event.OperatorLog;
import dev.sm.console.ConsoleApplication.Nothing;
import dev.sm.manager.ShardManager;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class ConsoleTests {

	@Test
	void isOffByDefault() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(dev.sm.autoconfigure.SmAutoConfiguration.class,
					dev.sm.autoconfigure.SmConsoleAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConsoleController.class)
				.doesNotHaveBean(ConsoleDriver.class));
	}

	@Test
	void servesThePageFromHereAlone() {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class,
				"server.servlet.context-path=/app", "sm.console.path=/ops/sm")) {
			HttpResponse<String> base = application.get("/app/ops/sm");
			assertThat(base.statusCode()).isEqualTo(302);
			assertThat(base.headers().firstValue("Location")).contains("sm/");
			HttpResponse<String> page = application.get("/app/ops/sm/");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'")
				.doesNotContain("unsafe");
			assertThat(page.body()).doesNotContain("http:").doesNotContain("https:").doesNotContain("=\"/");
			for (String file : List.of("main.js", "console.css", "icon.svg")) {
				HttpResponse<String> answer = application.get("/app/ops/sm/" + file);
				assertThat(answer.statusCode()).as(file).isEqualTo(200);
				assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
			}
			assertThat(application.get("/app/ops/sm/nothing.js").statusCode()).isEqualTo(404);
			assertThat(application.get("/app/ops/sm/..%2findex.html").statusCode()).isBetween(400, 404);
		}
	}

	@Test
	void tellsWhatThereIsAndStopsAtOnceWithABrowserOpen() throws IOException {
		HttpResponse<java.io.InputStream> stream;
		long stopped;
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class)) {
			Awaitility.await().until(() -> application.bean(ShardManager.class).held().size() == 7);
			stream = application.stream("/sm/console/api/events");
			assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
			List<String> told = new ArrayList<>();
			while (told.stream().noneMatch((line) -> line.contains("no space left on device"))) {
				told.add(lines.readLine());
			}
			assertThat(told.get(0)).isEqualTo("event:hello");
			assertThat(told.get(1)).contains("\"application\":\"orders\"");
			assertThat(String.join("\n", told)).contains("event:service", "event:shards", "\"me\"");
			stopped = System.nanoTime();
		}
		// far less than the web server's grace for requests under way
		assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - stopped)).isLessThan(20);
		stream.body().close();
	}

	@Test
	void refusesTooManyBrowsers() {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class)) {
			List<HttpResponse<?>> open = new ArrayList<>();
			for (int i = 0; i < ConsoleDriver.MAX_VIEWERS; i++) {
				open.add(application.stream("/sm/console/api/events"));
			}
			assertThat(open).allMatch((answer) -> answer.statusCode() == 200);
			HttpResponse<String> refused = application.get("/sm/console/api/events");
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.body()).contains("there are 20 viewers already");
		}
	}

	@Test
	void findsAKey() {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class,
				"spring.config.import=classpath:docs/console.yml")) {
			Awaitility.await().until(() -> application.bean(ShardManager.class).held().size() == 7);
			String found = application.get("/sm/console/api/key?key=caf%C3%A9%20%3Cb%3E").body();
			assertThat(found).contains("\"key\":\"café <b>\"", "\"service\":\"orders\"", "\"owner\":\"me\"",
					"\"pool\":\"default\"", "\"algorithm\":\"weighted\"");
			assertThat(application.get("/sm/console/api/key?key=").statusCode()).isEqualTo(400);
			assertThat(application.get("/sm/console/api/key?key=" + "x".repeat(1025)).body())
				.contains("'key' must have");
		}
	}

	@Test
	void tellsWhichPoolAPrefixSendsAKeyTo() throws IOException {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class, ConsoleApplication.prefixes())) {
			assertThat(application.get("/sm/console/api/key?key=session:7").body())
				.contains("\"pool\":\"other\",\"pools\"");
			assertThat(application.get("/sm/console/api/key?key=session").body())
				.contains("\"pool\":\"default\",\"pools\"");
			try (BufferedReader lines = new BufferedReader(new InputStreamReader(
					application.stream("/sm/console/api/events").body(), StandardCharsets.UTF_8))) {
				String line = lines.readLine();
				while (!line.equals("event:prefixes")) {
					line = lines.readLine();
				}
				assertThat(lines.readLine()).isEqualTo("data:{\"defaultPool\":\"default\",\"rules\":"
						+ "[{\"name\":\"sessions\",\"prefix\":\"session:\",\"pool\":\"other\"}]}");
			}
		}
	}

	@Test
	void onlyShowsUnlessAllowed() {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class)) {
			HttpResponse<String> refused = application.post("/sm/console/api/operations",
					"{\"action\":\"drain\",\"service\":\"orders\",\"participant\":\"me\"}", "X-Sm-Console", "1");
			assertThat(refused.statusCode()).isEqualTo(403);
			assertThat(refused.body()).contains("sm.console.read-only");
			assertThat(application.get("/sm/console/api/rights").body()).contains("\"operator\":false");
		}
	}

	@Test
	void operatesWhereThatIsAllowed() {
		String drain = "{\"action\":\"drain\",\"service\":\"orders\",\"participant\":\"me\"}";
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class, "sm.console.read-only=false")) {
			assertThat(application.get("/sm/console/api/rights").body()).contains("\"operator\":true");
			// as another site's page would
			assertThat(application.post("/sm/console/api/operations", drain).statusCode()).isEqualTo(403);
			assertThat(application.post("/sm/console/api/operations", drain, "X-Sm-Console", "1").statusCode())
				.isEqualTo(200);
			Awaitility.await()
				.until(() -> application.bean(ShardManager.class)
					.describe()
					.participants()
					.get(0)
					.state()
					.equals("DRAINING"));
			for (String bad : List.of("{}", "{\"action\":\"dance\"}", "{\"action\":\"drain\",\"service\":\"x\"}",
					"{\"action\":\"move\",\"service\":\"orders\",\"shard\":\"1\"}", "{\"action\":\"abort\"}", "[]")) {
				assertThat(application.post("/sm/console/api/operations", bad, "X-Sm-Console", "1").statusCode())
					.as(bad)
					.isEqualTo(400);
			}
			assertThat(application.post("/sm/console/api/operations",
					"{\"action\":\"resume\",\"service\":\"orders\",\"participant\":\"nobody\"}", "X-Sm-Console", "1")
				.statusCode()).isEqualTo(409);
		}
	}

	@Test
	void asksForARole() {
		try (ConsoleApplication application = ConsoleApplication.start(Roles.class)) {
			String drain = "{\"action\":\"drain\"}";
			assertThat(application.get("/sm/console/api/rights").body()).contains("\"operator\":false",
					"\"csrfHeader\":\"X-CSRF\"", "\"csrfToken\":\"t0ken\"");
			assertThat(application.post("/sm/console/api/operations", drain, "X-Sm-Console", "1", "X-Role", "ADMIN")
				.statusCode()).isEqualTo(403);
			assertThat(
					application.post("/sm/console/api/operations", drain, "X-Sm-Console", "1", "X-Role", "SM_OPERATOR")
						.statusCode())
				.isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "console", "/", "/a/", "/a b", "/{x}", "/a/**", "" })
	void refusesAWrongPath(String path) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(dev.sm.autoconfigure.SmAutoConfiguration.class,
					dev.sm.autoconfigure.SmConsoleAutoConfiguration.class))
			.withPropertyValues("sm.console.enabled=true", "sm.console.path=" + path)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("'sm.console.path' must be a path"));
	}

	/** What Spring Security does to requests, as far as the console asks. */
	@Configuration(proxyBeanMethods = false)
	static class Roles {

		@Bean
		Filter roles() {
			return (request, response, chain) -> {
				request.setAttribute("_csrf", new Token());
				chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
					@Override
					public boolean isUserInRole(String role) {
						return role.equals(getHeader("X-Role"));
					}
				}, response);
			};
		}

		@Bean
		ConsoleController consoleController(ConsoleDriver driver, ShardManager manager,
				dev.sm.cache.ShardedTemplates templates, dev.sm.routing.ShardRouter router) {
			return new ConsoleController(driver,
					new KeyLookup(() -> Map.of("orders", manager), templates, router, null),
					new Operations(() -> Map.of("orders", manager), null, OperatorLog.NONE), "SM_OPERATOR");
		}

	}

	/** As Spring Security's. */
	public static final class Token {

		public String getHeaderName() {
			return "X-CSRF";
		}

		public String getToken() {
			return "t0ken";
		}

	}

}
