package dev.sm.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.sm.benchmarks.startup.StartupApplication;

/**
 * An application as it is started to be measured: with less or more on its class path and
 * in its configuration.
 */
enum StartupVariant {

	/** What {@code spring-boot-starter-webmvc} and actuator bring. */
	PLAIN("without sm", false, List.of(), List.of()),

	OFF("sm.enabled=false", true, List.of(), List.of("--sm.enabled=false")),

	DEFAULTS("embedded defaults", true, StartupApplication.BEANS, List.of()),

	NODES("three memory nodes", true, StartupApplication.BEANS,
			List.of("--sm.cache.pools.default.nodes.n1.url=memory:n1",
					"--sm.cache.pools.default.nodes.n2.url=memory:n2",
					"--sm.cache.pools.default.nodes.n3.url=memory:n3"));

	private static final Predicate<String> APPLICATION = matching("sm-benchmarks.jar", "spring-boot.*",
			"spring-(aop|beans|context|core|expression|web|webmvc)-[0-9].*", "tomcat-embed-.*", "jackson-.*",
			"micrometer-.*", "jspecify-.*", "logback-.*", "slf4j-.*", "jul-to-slf4j-.*", "log4j-(api|to-slf4j)-.*",
			"snakeyaml-.*", "commons-logging-.*", "jakarta.annotation-api-.*", "HdrHistogram-.*", "LatencyUtils-.*")
		.and(matching("spring-boot-(starter-)?cache-.*").negate());

	private static final Predicate<String> STARTER = matching("sm-spring-boot-[a-z]+-[0-9.]+(-SNAPSHOT)?.jar",
			"spring-(data-.*|tx-.*|oxm-.*|context-support-.*)", "lettuce-core-.*", "redis-authx-core-.*",
			"netty-(buffer|codec-base|common|handler|resolver|transport|transport-native-unix-common)-[0-9].*",
			"netty-(codec-dns|resolver-dns)-.*", "reactor-core-.*", "reactive-streams-.*", "hash4j-.*");

	private final String label;

	private final boolean starter;

	private final List<String> beans;

	private final List<String> arguments;

	StartupVariant(String label, boolean starter, List<String> beans, List<String> arguments) {
		this.label = label;
		this.starter = starter;
		this.beans = beans;
		this.arguments = arguments;
	}

	private static Predicate<String> matching(String... names) {
		return Pattern.compile(String.join("|", names)).asMatchPredicate();
	}

	/** What it is called in the table. */
	String label() {
		return this.label;
	}

	/** Those of {@link StartupApplication#BEANS} that it must have. */
	List<String> beans() {
		return this.beans;
	}

	/** What its command line says. */
	List<String> arguments() {
		return this.arguments;
	}

	/**
	 * Chooses from a class path what such an application has.
	 * @param classPath the class path of the benchmarks
	 * @return its class path
	 */
	String classPath(String classPath) {
		Predicate<String> needed = this.starter ? APPLICATION.or(STARTER) : APPLICATION;
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> needed.test(String.valueOf(Path.of(entry).getFileName())))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
