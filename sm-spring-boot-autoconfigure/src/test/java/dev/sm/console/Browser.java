package dev.sm.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Chromium without a window.
 */
final class Browser implements AutoCloseable {

	private static final Path BINARY = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	static Browser started() {
		boolean installed = Files.isExecutable(BINARY) && Files.isExecutable(DRIVER);
		if ("true".equals(System.getenv("CI"))) {
			assertThat(installed).as("%s and %s must be installed (Debian: chromium, chromium-driver)", BINARY, DRIVER)
				.isTrue();
		}
		Assumptions.assumeTrue(installed, "skipped: there is no " + BINARY + " or no " + DRIVER);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BINARY.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--window-size=1400,1100");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
		ChromeDriver driver = new ChromeDriver(service, options);
		driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
		driver.manage().window().setSize(new Dimension(1400, 1100));
		return new Browser(driver);
	}

	void open(String url) {
		// the page before may still complain that its application is gone
		this.driver.get("about:blank");
		errors();
		this.driver.get(url);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	String text(String selector) {
		// in one step: the page replaces its elements all the time
		return String
			.valueOf(this.driver.executeScript("return document.querySelector(arguments[0]).innerText", selector))
			.replaceAll("\\s+", " ");
	}

	Object run(String script) {
		return this.driver.executeScript(script);
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/** Errors that the page made, violations of its content policy among them. */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/** Keeps a picture where {@code -Dconsole.pictures} says, if it says so. */
	void picture(String name) {
		String directory = System.getProperty("console.pictures");
		if (directory != null) {
			try {
				Files.write(Path.of(directory, name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
