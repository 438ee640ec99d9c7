package dev.sm.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start loads, in a class loader of its own: each class costs time, and a client
 * that nobody uses costs most.
 */
@Timeout(120)
class StartTests {

	private static final List<String> CLIENTS = List.of("io.lettuce.core.resource.DefaultClientResources",
			"io.lettuce.core.api.StatefulRedisConnection", "io.netty.channel.nio.NioEventLoopGroup");

	/** The starter does not bring it. */
	private static final String BOOTS_REDIS = "org.springframework.boot.data.redis.autoconfigure."
			+ "DataRedisAutoConfiguration";

	private static final List<String> POOLS = List.of("dev.sm.cache.PoolMaker", "dev.sm.continuum.WeightedContinuum",
			"dev.sm.continuum.KetamaAlgorithm");

	@Test
	void embeddedDefaultsLoadNoClientAndMakeNoPoolThatNobodyUses() throws Exception {
		try (Classes classes = Classes.afterAStart()) {
			assertThat(classes.isLoaded("dev.sm.manager.OwnershipDriver")).isTrue();
			assertThat(CLIENTS).noneMatch(classes::isLoaded);
			assertThat(POOLS).noneMatch(classes::isLoaded);
		}
	}

	@Test
	void aConfiguredPoolIsMade() throws Exception {
		try (Classes classes = Classes.afterAStart("--sm.cache.pools.default.nodes.n1.url=memory:start-tests")) {
			assertThat(CLIENTS).noneMatch(classes::isLoaded);
			assertThat(classes.isLoaded("dev.sm.continuum.WeightedContinuum")).isTrue();
			assertThat(classes.isLoaded("dev.sm.continuum.KetamaAlgorithm")).isFalse();
		}
	}

	@Test
	void switchedOffNothingOfItIsLoadedButWhatConditionsAskFor() throws Exception {
		try (Classes classes = Classes.afterAStart("--sm.enabled=false")) {
			assertThat(classes.isLoaded("dev.sm.autoconfigure.OnEnabledCondition")).isTrue();
			assertThat(List.of("dev.sm.manager.OwnershipDriver", "dev.sm.cache.Pools",
					"dev.sm.autoconfigure.OwnershipConfiguration", "dev.sm.autoconfigure.SmEventAutoConfiguration"))
				.noneMatch(classes::isLoaded);
		}
	}

	/** Starts an application and ends it. */
	static final class Application {

		private Application() {
		}

		// called from another class loader
		@SuppressWarnings("unused")
		static void run(String... arguments) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Configured.class)
				.web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "spring.cloud.consul.enabled=false",
						"spring.main.register-shutdown-hook=false", "spring.autoconfigure.exclude=" + BOOTS_REDIS)
				.run(arguments)) {
				assertThat(context.isRunning()).isTrue();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

	}

	/** Knows which classes it has loaded. */
	private static final class Classes extends URLClassLoader {

		private Classes() {
			super(classPath(), ClassLoader.getPlatformClassLoader());
		}

		static Classes afterAStart(String... arguments) throws ReflectiveOperationException, IOException {
			Classes classes = new Classes();
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(classes);
			try {
				var run = classes.loadClass(Application.class.getName()).getDeclaredMethod("run", String[].class);
				run.setAccessible(true);
				run.invoke(null, (Object) arguments);
			}
			finally {
				thread.setContextClassLoader(before);
			}
			return classes;
		}

		boolean isLoaded(String name) {
			return findLoadedClass(name) != null;
		}

		private static URL[] classPath() {
			return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(Classes::url)
				.toArray(URL[]::new);
		}

		private static URL url(String entry) {
			try {
				return Path.of(entry).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

	}

}
