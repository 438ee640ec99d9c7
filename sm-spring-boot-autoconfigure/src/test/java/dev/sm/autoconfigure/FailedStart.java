package dev.sm.autoconfigure;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThatException;

/** Starts applications that must not start, and gives what a person would read. */
final class FailedStart {

	private FailedStart() {
	}

	/**
	 * Starts an application with sm and nothing else.
	 * @param output what the test captures
	 * @param arguments command line arguments
	 * @return what the application wrote to explain why it did not start
	 */
	static String of(CapturedOutput output, String... arguments) {
		return of(output, Empty.class, arguments);
	}

	static String of(CapturedOutput output, Class<?> source, String... arguments) {
		SpringApplication application = new SpringApplication(source, Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		int before = output.getAll().length();
		assertThatException().isThrownBy(() -> application.run(arguments).close());
		String written = output.getAll().substring(before);
		int start = written.indexOf("APPLICATION FAILED TO START");
		return (start >= 0) ? written.substring(start) : "no analysis: " + written;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SmAutoConfiguration.class)
	static class Empty {

	}

}
