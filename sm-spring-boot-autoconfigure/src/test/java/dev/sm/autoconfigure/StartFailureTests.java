package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.cache.ShardedTemplate;
import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with one mistake each and reads what they say about it.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final String POOL = "--sm.cache.pools.p.";

	@Test
	void unknownKey(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.sesion-ttl=5s")).contains(
				"'sm.coordination.sesion-ttl' (from", "commandLineArgs",
				"Did you mean 'sm.coordination.session-ttl' instead of 'sm.coordination.sesion-ttl'?");
	}

	@Test
	void sessionTtlAgainstRenewInterval(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.session-ttl=300ms")).contains(
				"'sm.coordination.session-ttl' must be between 1s and 10m (was '300ms')", "here every 75ms",
				"Set 'sm.coordination.session-ttl' to a value between 1s and 10m");
	}

	@Test
	void valueOutOfRange(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.shards.count=-5")).contains(
				"'sm.shards.count' must be between 0 and 100000 (was '-5')",
				"Change 'sm.shards.count' so that it is between 0 and 100000.");
	}

	@Test
	void enabledIsNoBoolean(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.enabled=maybe"))
			.contains("'sm.enabled' must be true or false (was 'maybe')", "commandLineArgs");
	}

	@Test
	void unknownSslBundleOfANode(CapturedOutput output) {
		assertThat(FailedStart.of(output, POOL + "nodes.n1.url=rediss://localhost:1", POOL + "nodes.n1.ssl.bundle=tls"))
			.contains("'sm.cache.pools.p.nodes.n1.ssl.bundle' must be the name of an SSL bundle", "(was 'tls')",
					"Configure the bundle 'tls' below 'spring.ssl.bundle'");
	}

	@Test
	void serviceConfiguredTwice(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.service=a", "--sm.shards.services.a.count=3"))
			.contains("'sm.shards.services.a' has the name of the application's own service");
	}

	@Test
	void gutterIsNoPool(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.cache.pools.p.nodes.n1.url=memory:", "--sm.cache.pools.p.gutter=other"))
			.contains("'gutter' must name a pool that is configured (was 'other')");
	}

	@Test
	void raftMembersElsewhereWithoutTls(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.raft.peers=localhost:7400,192.0.2.1:7400")).contains(
				"Member '192.0.2.1:7400' of raft is on another host", "SSL bundle",
				"Correct the properties below 'sm.coordination.raft'.");
	}

	@Test
	void twoCoordinationsConfigured(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.raft.address=localhost:7400",
				"--sm.coordination.etcd.username=u"))
			.contains("('sm.coordination.etcd' is configured, 'sm.coordination.raft' is configured)",
					"Set 'sm.coordination.type' to etcd or raft.");
	}

	@Test
	void badNodeUrl(CapturedOutput output) {
		assertThat(FailedStart.of(output, POOL + "nodes.n1.url=redis://u:s3cret@ho st"))
			.contains("'n1'", "sm.cache.pools.*.nodes.n1.url")
			.doesNotContain("s3cret");
	}

	@Test
	void unknownNodeScheme(CapturedOutput output) {
		assertThat(FailedStart.of(output, POOL + "nodes.n1.url=memcached://localhost")).contains("'memcached'",
				"Set 'sm.cache.pools.p.nodes.n1.url' to a URL that starts with jdbc: or memory: or redis: or rediss:, or");
	}

	@Test
	void unknownAlgorithm(CapturedOutput output) {
		assertThat(FailedStart.of(output, POOL + "nodes.n1.url=memory:", POOL + "continuum=wieghted"))
			.contains("'wieghted'", "Set 'sm.cache.pools.p.continuum' to 'weighted', which is nearest");
	}

	@Test
	void missingIndex(CapturedOutput output) {
		assertThat(FailedStart.of(output, POOL + "nodes.n1.url=memory:", POOL + "continuum=jump"))
			.contains("Set 'sm.cache.pools.p.nodes.n1.index' to the node's position");
	}

	@Test
	void memoryNodeBesideASharedStore(CapturedOutput output) {
		assertThat(FailedStart.of(output, SharedStore.class, POOL + "nodes.n1.url=memory:x")).contains(
				"The node 'n1' of the pool 'p' is memory inside each JVM",
				"set 'sm.cache.pools.p.allow-private-nodes' to true");
	}

	@Test
	void unconfiguredPoolInUseBesideASharedStore(CapturedOutput output) {
		assertThat(FailedStart.of(output, PoolUser.class)).contains("The pool 'default' is used and not configured",
				"Set 'sm.cache.pools.default.nodes.n1.url'");
	}

	@Test
	void changedWeights(CapturedOutput output) {
		String[] arguments = { POOL + "nodes.n1.url=memory:", POOL + "nodes.n2.url=memory:", POOL + "on-change=fail",
				"--sm.coordination.prefix=/changed-weights" };
		try (ConfigurableApplicationContext first = start(arguments)) {
			assertThat(first.isActive()).isTrue();
			String[] changed = Arrays.copyOf(arguments, 5);
			changed[4] = POOL + "nodes.n2.weight=7";
			assertThat(FailedStart.of(output, changed)).contains("'p'", "sm.cache.pools.p.on-change' to keep");
		}
	}

	@Test
	void twoHandlersForOneService(CapturedOutput output) {
		assertThat(FailedStart.of(output, TwoHandlers.class))
			.contains("The service 'application' has more than one shard handler", "FirstHandler", "SecondHandler");
	}

	@Test
	void wrongHandlerSignature(CapturedOutput output) {
		assertThat(FailedStart.of(output, WrongHandler.class)).contains("add", WrongHandler.class.getName());
	}

	@Test
	void handlerOfAnUnknownService(CapturedOutput output) {
		assertThat(FailedStart.of(output, StrayHandler.class)).contains("names the service 'stray'",
				"Set 'sm.shards.services.stray.count'");
	}

	@Test
	void liveDuplicateParticipant(CapturedOutput output) {
		try (ConfigurableApplicationContext first = start("--sm.participant.id=p1", "--sm.service=duplicate")) {
			assertThat(first.isActive()).isTrue();
			assertThat(FailedStart.of(output, FirstHandler.class, "--sm.participant.id=p1", "--sm.service=duplicate"))
				.contains("Another live instance takes part in the service 'duplicate' as 'p1'.",
						"Give every instance its own 'sm.participant.id'");
		}
	}

	@Test
	void cloudPlatformWithoutCoordination(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--spring.main.cloud-platform=kubernetes"))
			.contains("The application runs on the cloud platform KUBERNETES", "set 'sm.coordination.type' to it");
	}

	@Test
	void cloudPlatformWithExplicitCoordinationStarts() {
		try (ConfigurableApplicationContext context = start("--spring.main.cloud-platform=kubernetes",
				"--sm.coordination.type=local")) {
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void missingCoordinationClient(CapturedOutput output) {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(new FilteredClassLoader("io.etcd"));
		try {
			assertThat(FailedStart.of(output, "--sm.coordination.type=etcd")).contains(
					"'sm.coordination.type' is 'etcd', and the client library that this needs is not on the class path",
					"Add io.etcd:jetcd-grpc to the dependencies");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void badEndpointOfEtcd(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.etcd.endpoints=http://u:s3cret@localhost:2379"))
			.contains("Endpoint of etcd", "Correct the properties below 'sm.coordination.etcd'.")
			.doesNotContain("s3cret");
	}

	@Test
	void etcdNotReached(CapturedOutput output) {
		assertThat(FailedStart.of(output, FirstHandler.class, "--sm.coordination.start-timeout=300ms",
				"--sm.coordination.etcd.endpoints=http://127.0.0.1:1"))
			.contains("'sm.coordination.start-timeout'");
	}

	@Test
	void missingNodeClient(CapturedOutput output) {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(new FilteredClassLoader("io.lettuce"));
		try {
			assertThat(FailedStart.of(output, POOL + "nodes.n1.url=redis://localhost")).contains(
					"the client library that this needs is not on the class path",
					"Add io.lettuce:lettuce-core and org.springframework.data:spring-data-redis to the dependencies");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void storeNotReachedByPools(CapturedOutput output) {
		assertThat(FailedStart.of(output, DeadStore.class, "--sm.coordination.start-timeout=200ms",
				POOL + "nodes.n1.url=redis://127.0.0.1:1"))
			.contains("coordination store", "'sm.coordination.start-timeout'");
	}

	@Test
	void storeNotReachedByOwnership(CapturedOutput output) {
		assertThat(FailedStart.of(output, SessionlessStore.class, "--sm.coordination.start-timeout=200ms"))
			.contains("could not be used within 200ms", "'sm.coordination.start-timeout'");
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(FailedStart.Empty.class, FirstHandler.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class SharedStore {

		@Bean
		CoordinationStore store() {
			return new ForwardingStore(LocalCoordinationStore.shared("start-failures"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SharedStore.class)
	static class PoolUser {

		@Autowired
		ShardedTemplate template;

	}

	@Configuration(proxyBeanMethods = false)
	@Import(FirstHandler.class)
	static class SessionlessStore {

		@Bean
		CoordinationStore store() {
			return new ForwardingStore(LocalCoordinationStore.shared("start-failures")) {
				@Override
				public CompletionStage<Session> openSession(Duration ttl) {
					return CompletableFuture.failedFuture(new CoordinationException("no answer"));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeadStore {

		@Bean
		CoordinationStore store() {
			return new ForwardingStore(LocalCoordinationStore.shared("start-failures")) {
				@Override
				public CompletionStage<Entry> get(String key) {
					return CompletableFuture.failedFuture(new CoordinationException("no answer"));
				}

				@Override
				public CompletionStage<Snapshot> list(String prefix) {
					return CompletableFuture.failedFuture(new CoordinationException("no answer"));
				}

				@Override
				public CompletionStage<CommitResult> commit(Transaction transaction) {
					return CompletableFuture.failedFuture(new CoordinationException("no answer"));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ FirstHandler.class, SecondHandler.class })
	static class TwoHandlers {

	}

	@ShardHandler
	static class FirstHandler {

		@OnShardAdd
		void add() {
		}

	}

	@ShardHandler
	static class SecondHandler {

		@OnShardAdd
		void add() {
		}

	}

	@ShardHandler
	static class WrongHandler {

		@OnShardAdd
		void add(int shard) {
		}

	}

	@ShardHandler("stray")
	static class StrayHandler {

		@OnShardAdd
		void add() {
		}

	}

}
