package dev.sm.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.sm.coordination.raft.RaftCoordinationStore;
import dev.sm.manager.ShardManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is its own coordination store.
 */
@Timeout(90)
class RaftCoordinationTests {

	private static final String LIBRARY = "org.apache.ratis";

	@TempDir
	Path folder;

	private final int port = TestSocketUtils.findAvailableTcpPort();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withUserConfiguration(OwnershipTests.Handlers.class);

	private ApplicationContextRunner raft() {
		return this.runner.withPropertyValues("sm.coordination.raft.address=localhost:" + this.port,
				"sm.coordination.raft.data-dir=" + this.folder.resolve("data"), "sm.shards.count=4");
	}

	@Test
	void ownsShardsWithoutAnyServer() {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		raft().withBean("springBootLoggingSystem", LoggingSystem.class, () -> logging).run((context) -> {
			assertThat(context).hasSingleBean(RaftCoordinationStore.class);
			assertThat(context.getBean(RaftCoordinationStore.class).memberId()).isEqualTo("localhost_" + this.port);
			Awaitility.await().untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(4));
			assertThat(logging.getLoggerConfiguration(LIBRARY).getConfiguredLevel()).isEqualTo(LogLevel.OFF);
		});
		assertThat(this.folder.resolve("data/member.properties")).exists();
	}

	@Test
	void folderOfAnotherMemberFailsTheStart() throws Exception {
		Path data = Files.createDirectory(this.folder.resolve("data"));
		Files.writeString(data.resolve("member.properties"), "format=2\nmember=other");
		raft().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
				assertThat(ex).hasMessageContaining("belongs to another member: 'other'");
				assertThat(ex.getAction()).contains("'sm.coordination.raft.data-dir'");
			}));
	}

	@Test
	void bundleThatDoesNotExistFailsTheStart() {
		raft().withPropertyValues("sm.coordination.raft.ssl.bundle=none")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("'sm.coordination.raft.ssl.bundle' must be the name of an SSL bundle"));
	}

	@Test
	void missingLibraryFailsTheStartWithWhatToAdd() {
		raft().withClassLoader(new FilteredClassLoader("org.apache.ratis.grpc"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MissingClientException.class,
						(ex) -> assertThat(ex.getAction()).contains("org.apache.ratis:ratis-server",
								"org.apache.ratis:ratis-grpc", "org.apache.ratis:ratis-metrics-default")));
	}

}
