package dev.sm.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.sm.console.ConsoleApplication.Nothing;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser.
 */
@Timeout(300)
class ConsolePageTests {

	private static final String MARKUP = "'\"><img src=x onerror=window.owned=1></a>";

	private static Browser browser;

	@BeforeAll
	static void startBrowser() {
		browser = Browser.started();
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@Test
	void showsTheRunningApplicationBehindAPrefix() {
		try (ConsoleApplication application = ConsoleApplication.start(Nothing.class,
				Stream
					.concat(Stream.of("server.servlet.context-path=/app", "sm.console.read-only=false"),
							Arrays.stream(ConsoleApplication.prefixes()))
					.toArray(String[]::new))) {
			browser.open(application.url() + "/app/sm/console");
			patiently().until(() -> browser.text("#connection").equals("live"));
			assertThat(browser.text("#application")).isEqualTo("orders");
			patiently().until(() -> browser.text("article.service").contains("quarantined 1"));
			assertThat(browser.text("#attention")).contains("no space left on device");
			patiently().until(() -> browser.text("[data-pool=default]").contains("\u2713 up"));
			assertThat(browser.text(".prefixes")).contains("session: other sessions", "anything else default");
			browser.find("#key").sendKeys("session:17", Keys.ENTER);
			patiently().until(() -> browser.text("#found").contains("Pool other \u2713 where its prefix sends it"));
			browser.find("#key").clear();
			browser.find("#key").sendKeys("customer-17", Keys.ENTER);
			patiently().until(() -> browser.text("#found").contains("customer-17"));
			assertThat(browser.text("#found")).contains("Service orders", "owner me", "Pool default", "hash");
			browser.picture("application");
			// by keyboard alone: to the grid, to a participant, into it, and back
			browser.find(".grid").sendKeys(Keys.ARROW_RIGHT, Keys.ENTER);
			patiently().until(() -> browser.text("#detail-title").equals("Participant me"));
			assertThat(browser.text("#detail-body")).contains("Drain", "held");
			browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
			patiently().until(() -> !browser.find("#detail").isDisplayed());
			assertThat(loadedFromElsewhere(application.url())).isEmpty();
		}
		patiently().until(() -> browser.text("#connection").startsWith("connection lost"));
		browser.picture("lost");
		// only that the application is gone
		assertThat(browser.errors()).allMatch((error) -> error.contains("ERR_") && error.contains("api/events"));
	}

	@Test
	void staysUsableWithAThousandParticipantsAndAHundredThousandShards() {
		try (ConsoleApplication application = ConsoleApplication.start(Large.class)) {
			browser.open(application.url() + "/sm/console/");
			patiently().until(() -> browser.text("#connection").equals("live"));
			patiently().until(() -> browser.text("article[data-service=devices]").contains("100,000"));
			assertThat(browser.text("article[data-service=devices]")).contains("participants 1,000", "quarantined 100");
			patiently().until(() -> browser.text(".migration").contains("keys moved"));
			patiently().until(() -> browser.text("#history-table").contains("worker-"));
			assertThat(browser.text("[data-pool=default]")).contains("\u2717 down");
			Object longest = browser.driver()
				.executeAsyncScript("const done = arguments[0]; let longest = 0; let last = performance.now();"
						+ "const end = last + 5000; const tick = () => { const now = performance.now();"
						+ "longest = Math.max(longest, now - last); last = now; document.querySelector('.grid').scrollTop += 40;"
						+ "if (now < end) { requestAnimationFrame(tick); } else { done(longest); } };"
						+ "requestAnimationFrame(tick);");
			System.getLogger(getClass().getName())
				.log(System.Logger.Level.INFO, "longest frame while scrolling: " + longest + " ms");
			browser.run("document.querySelector('.grid').scrollTop = 0");
			browser.picture("large");
			browser
				.run("document.documentElement.dataset.theme = 'dark'; document.querySelector('#theme').value = 'dark';"
						+ "document.querySelector('#theme').dispatchEvent(new Event('change'))");
			browser.picture("large-dark");
			browser.run("document.querySelector('#pools').scrollIntoView()");
			browser.picture("migration-dark");
			assertThat(browser.errors()).isEmpty();
		}
	}

	@Test
	void whateverNamesSayTheyAreText() {
		try (ConsoleApplication application = ConsoleApplication.start(Hostile.class, "sm.console.read-only=false")) {
			browser.open(application.url() + "/sm/console/");
			patiently().until(() -> browser.text("#history-table").contains("<img"));
			assertThat(browser.text("article.service")).contains(MARKUP);
			assertThat(browser.text("#attention")).contains(MARKUP);
			assertThat(browser.text(".migration")).contains(MARKUP);
			browser.find("#key").sendKeys(MARKUP, Keys.ENTER);
			patiently().until(() -> browser.text("#found").contains("<img"));
			browser.find(".grid").sendKeys(Keys.ARROW_RIGHT, Keys.ENTER);
			patiently().until(() -> browser.text("#detail-title").contains("<img"));
			assertThat(browser.run("return String(window.owned)")).isEqualTo("undefined");
			assertThat(browser.run("return document.querySelectorAll('[onerror], [src=x]').length")).isEqualTo(0L);
			assertThat(browser.errors()).isEmpty();
		}
	}

	private static List<?> loadedFromElsewhere(String url) {
		return (List<?>) browser.run("return performance.getEntriesByType('resource').map((one) => one.name)"
				+ ".filter((name) => !name.startsWith('" + url + "'))");
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions();
	}

	/** More than can be run here. */
	@Configuration(proxyBeanMethods = false)
	static class Large {

		@Bean
		ConsoleSource consoleSource() {
			AtomicInteger turn = new AtomicInteger();
			return () -> Views.large(1000, 100_000, turn.getAndIncrement());
		}

	}

	/** Names that are markup. */
	@Configuration(proxyBeanMethods = false)
	static class Hostile {

		@Bean
		ConsoleSource consoleSource() {
			AtomicInteger turn = new AtomicInteger();
			return () -> Views.saying(MARKUP, turn.getAndIncrement());
		}

	}

}
