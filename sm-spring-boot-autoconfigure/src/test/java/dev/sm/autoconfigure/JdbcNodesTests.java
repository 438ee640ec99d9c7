package dev.sm.autoconfigure;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import dev.sm.cache.NodeCallback;
import dev.sm.cache.ShardedTemplate;
import dev.sm.storage.jdbc.JdbcNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcOperations;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class JdbcNodesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withPropertyValues("sm.cache.pools.p.timeout=20s",
				"sm.cache.pools.p.nodes.n1.url=jdbc:h2:mem:" + UUID.randomUUID());

	@Test
	void databaseIsANode() {
		this.runner.run((context) -> {
			ShardedTemplate template = context.getBean(ShardedTemplate.class);
			template.set("k", "v");
			assertThat(template.get("k", String.class)).isEqualTo("v");
			NodeCallback<String> count = (key,
					operations) -> String.valueOf(((JdbcOperations) operations).queryForObject(
							"select count(*) from sm_entry where entry_key = ?", Long.class,
							(Object) key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
			assertThat(template.execute("k", count)).isEqualTo("1");
		});
	}

	@Test
	void missingLibraryFailsTheStart() {
		this.runner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MissingClientException.class, (ex) -> assertThat(ex.getCoordinates())
					.contains("org.springframework:spring-jdbc", "com.zaxxer:HikariCP")));
	}

	@Test
	void missingDriverFailsTheStart() {
		this.runner.withClassLoader(new FilteredClassLoader("org.h2"))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("add com.h2database:h2 to the dependencies"));
	}

	@Test
	void nothingOfItIsThereWithoutItsLibraries() {
		this.runner.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari", "org.springframework.jdbc"))
			.withPropertyValues("sm.cache.pools.p.nodes.n1.url=memory:")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcNodeFactory.class));
	}

}
