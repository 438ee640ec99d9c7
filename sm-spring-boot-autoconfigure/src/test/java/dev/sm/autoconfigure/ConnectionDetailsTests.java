package dev.sm.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.sm.cache.InvalidPoolException;
import dev.sm.cache.PoolRefresh;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.testkit.RedisServerFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Beans that tell where nodes and etcd are; the containers that make such beans are
 * tested where they are made.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConnectionDetailsTests {

	private static final String NODES = "sm.cache.pools.orders.nodes.";

	private static RedisServerFixture redis;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class));

	@BeforeAll
	static void startRedis() {
		redis = RedisServerFixture.start("--requirepass", "right");
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Test
	void nodeIsWhereItsDetailsSay() {
		this.runner
			.withPropertyValues(NODES + "n1.url=redis://:wrong@127.0.0.1:1", NODES + "n1.weight=7",
					"sm.cache.pools.orders.timeout=30s")
			.withBean(NodeConnectionDetails.class, () -> new Details("orders", "n1", redis.url(), "right"))
			.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				template.set("k", "v");
				assertThat(template.get("k", String.class)).isEqualTo("v");
				assertThat(template.describe().nodes()).extracting("name", "weight").containsExactly(tuple("n1", 7));
			});
	}

	@Test
	void nodeWithDetailsNeedsNoUrl() {
		this.runner.withPropertyValues(NODES + "n1.weight=1", NODES + "n2.url=memory:")
			.withBean(NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memory:"))
			.run((context) -> assertThat(nodes(context.getBean(ShardedTemplates.class), "orders"))
				.containsOnly(Map.entry("n1", 1), Map.entry("n2", 100)));
	}

	@Test
	void nodeWithoutUrlNeedsDetails() {
		this.runner.withPropertyValues(NODES + "n1.weight=1")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidPropertyException.class)
				.rootCause()
				.hasMessageContaining("'" + NODES + "n1.url' must be a URL"));
	}

	@Test
	void poolWithoutNodesNeedsDetails() {
		this.runner.withPropertyValues("sm.cache.pools.orders.timeout=1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'sm.cache.pools.orders.nodes' must be "));
	}

	@Test
	void detailsAreTheNodesOfAPoolThatHasNone() {
		this.runner.withPropertyValues("sm.cache.pools.orders.timeout=1s", "sm.cache.pools.other.nodes.n1.url=memory:")
			.withBean("first", NodeConnectionDetails.class, () -> new Details("orders", "n1", "memory:", null))
			.withBean("second", NodeConnectionDetails.class, () -> new Details("orders", "n2", "memory:", null))
			.run((context) -> assertThat(nodes(context.getBean(ShardedTemplates.class), "orders"))
				.containsOnly(Map.entry("n1", 100), Map.entry("n2", 100)));
	}

	@Test
	void detailsMakeThePoolThatNobodyConfigured() {
		this.runner.withBean(NodeConnectionDetails.class, () -> new Details(null, null, redis.url(), "right"))
			.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				template.set("mine", "v");
				assertThat(template.name()).isEqualTo("default");
				assertThat(template.nodeFor("mine")).isEqualTo("redis");
				assertThat(template.get("mine", String.class)).isEqualTo("v");
			});
	}

	@Test
	void detailsWithoutNodeAreForTheOnlyRedis() {
		this.runner.withPropertyValues(NODES + "n1.url=redis://127.0.0.1:1", NODES + "n2.url=memory:")
			.withBean(NodeConnectionDetails.class, () -> new Details(null, null, "memory:", null))
			.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				template.set("a", "1");
				template.set("b", "2");
				template.set("c", "3");
				assertThat(template.multiGet(List.of("a", "b", "c"), String.class)).hasSize(3);
			});
	}

	@Test
	void detailsThatAreForNoNodeAreTold(CapturedOutput output) {
		this.runner.withPropertyValues(NODES + "n1.url=memory:")
			.withBean("typo", NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n9", "memory:"))
			.withBean("lost", NodeConnectionDetails.class, () -> new Details("ordrs", "n1", "memory:", null))
			.run((context) -> assertThat(nodes(context.getBean(ShardedTemplates.class), "orders"))
				.containsOnly(Map.entry("n1", 100)));
		assertThat(output)
			.contains("'typo' are not used: they are for node 'n9' of pool 'orders', whose nodes are [n1]")
			.contains("'lost' are not used: they are for pool 'ordrs', and the pools are [orders]");
	}

	@Test
	void severalDetailsOfOneNodeFailTheStart() {
		this.runner.withPropertyValues(NODES + "n1.weight=1")
			.withBean("first", NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memory:"))
			.withBean("second", NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memory:"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'n1' of the pool 'orders'")
				.hasMessageContaining("'first' and 'second'"));
	}

	@Test
	void whatDetailsSayIsChecked() {
		this.runner.withPropertyValues(NODES + "n1.weight=1")
			.withBean(NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memcached://localhost"))
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(InvalidPoolException.class));
	}

	@Test
	void detailsStayWhenTheConfigurationIsReadAgain() {
		this.runner.withPropertyValues(NODES + "n1.weight=1")
			.withBean(NodeConnectionDetails.class, () -> NodeConnectionDetails.of("n1", "memory:"))
			.run((context) -> assertThat(context.getBean(PoolRefresh.class).refresh())
				.containsOnly(Map.entry("orders", new PoolRefresh.Outcome(PoolRefresh.Result.UNCHANGED, null))));
	}

	@Test
	void detailsOfEtcdChooseIt() {
		this.runner.withUserConfiguration(OwnershipTests.Handlers.class)
			.withBean("etcd", EtcdConnectionDetails.class, () -> () -> List.of(URI.create("http://127.0.0.1:1")))
			.withPropertyValues("sm.coordination.start-timeout=300ms")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("(there are connection details, 'etcd')"));
	}

	@Test
	void typeThatIsNamedWinsOverDetails() {
		this.runner.withBean(EtcdConnectionDetails.class, () -> () -> List.of(URI.create("http://127.0.0.1:1")))
			.withPropertyValues("sm.coordination.type=local")
			.run((context) -> assertThat(context).hasSingleBean(LocalCoordinationStore.class)
				.doesNotHaveBean(PropertiesEtcdConnectionDetails.class));
	}

	@Test
	void detailsOfEtcdBesideRaftNeedAType() {
		this.runner.withBean("etcd", EtcdConnectionDetails.class, () -> () -> List.of(URI.create("http://127.0.0.1:1")))
			.withPropertyValues("sm.coordination.raft.id=one")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("there are connection details, 'etcd'")
				.hasMessageContaining("'sm.coordination.raft' is configured"));
	}

	@Test
	void detailsOfEtcdNeedItsClient() {
		this.runner.withBean(EtcdConnectionDetails.class, () -> () -> List.of(URI.create("http://127.0.0.1:1")))
			.withClassLoader(new FilteredClassLoader("io.etcd"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MissingClientException.class)
				.hasMessageContaining("etcd"));
	}

	@Test
	void endpointsOfDetailsAreChecked() {
		this.runner.withBean(EtcdConnectionDetails.class, () -> () -> List.of(URI.create("nowhere")))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.getAction()).contains("EtcdConnectionDetails")));
	}

	private static Map<String, Integer> nodes(ShardedTemplates templates, String pool) {
		return templates.get(pool)
			.describe()
			.nodes()
			.stream()
			.collect(Collectors.toMap((node) -> node.name(), (node) -> node.weight()));
	}

	private record Details(@Nullable String pool, @Nullable String node, String url,
			@Nullable String password) implements NodeConnectionDetails {

		@Override
		public @Nullable String getPool() {
			return this.pool;
		}

		@Override
		public @Nullable String getNode() {
			return this.node;
		}

		@Override
		public String getUrl() {
			return this.url;
		}

		@Override
		public @Nullable String getPassword() {
			return this.password;
		}

	}

}
