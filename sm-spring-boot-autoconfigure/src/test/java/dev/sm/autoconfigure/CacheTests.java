package dev.sm.autoconfigure;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.memory.MemoryNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(60)
class CacheTests {

	private static final String[] TWO_POOLS = { "sm.cache.pools.a.nodes.n1.url=memory:",
			"sm.cache.pools.b.nodes.n1.url=memory:" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class));

	@Test
	void hasAPoolOfMemoryWhenNothingIsConfigured() {
		this.runner.run((context) -> {
			ShardedTemplate template = context.getBean(ShardedTemplate.class);
			template.set("k", "v");
			assertThat(template.get("k", String.class)).isEqualTo("v");
			assertThat(template.nodeFor("k")).isEqualTo("memory");
		});
	}

	@Test
	void storesValuesAsJson() {
		this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class)).run((context) -> {
			ShardedTemplate template = context.getBean(ShardedTemplate.class);
			template.set("k", Map.of("a", 1));
			assertThat(template.get("k", String.class)).isEqualTo("{\"a\":1}");
		});
	}

	@Test
	void makesPoolsOfProperties() {
		this.runner
			.withPropertyValues("sm.cache.pools.p.nodes.n1.url=memory:", "sm.cache.pools.p.nodes.n1.weight=1",
					"sm.cache.pools.p.nodes.n2.url=memory:", "sm.cache.pools.p.nodes.n2.weight=3")
			.run((context) -> assertThat(context.getBean(ShardedTemplates.class).get("p").describe().nodes())
				.extracting("name", "weight")
				.containsExactlyInAnyOrder(tuple("n1", 1), tuple("n2", 3)));
	}

	@Test
	void injectsTheOnlyPool() {
		this.runner.withPropertyValues("sm.cache.pools.a.nodes.n1.url=memory:")
			.withUserConfiguration(Unqualified.class)
			.run((context) -> assertThat(context.getBean(Unqualified.class).template.name()).isEqualTo("a"));
	}

	@Test
	void injectsThePoolDefaultAmongSeveral() {
		this.runner.withPropertyValues(TWO_POOLS)
			.withPropertyValues("sm.cache.pools.default.nodes.n1.url=memory:")
			.withUserConfiguration(Unqualified.class)
			.run((context) -> assertThat(context.getBean(Unqualified.class).template.name()).isEqualTo("default"));
	}

	@Test
	void injectsNoneOfSeveralWithoutDefault() {
		this.runner.withPropertyValues(TWO_POOLS)
			.withUserConfiguration(Unqualified.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	@Test
	void injectsByTheNameOfThePool() {
		this.runner.withPropertyValues(TWO_POOLS)
			.withUserConfiguration(Qualified.class)
			.run((context) -> assertThat(context.getBean(Qualified.class).template.name()).isEqualTo("b"));
	}

	@Test
	void leavesABeanOfThePoolsNameThatIsThereAlready() {
		this.runner.withPropertyValues("sm.cache.pools.environment.nodes.n1.url=memory:")
			.withUserConfiguration(Unqualified.class)
			.run((context) -> {
				assertThat(context.getBean("environment")).isInstanceOf(Environment.class);
				assertThat(context.getBean(Unqualified.class).template.name()).isEqualTo("environment");
			});
	}

	@Test
	void backsOffForATemplateOfThePoolsName() {
		this.runner.withPropertyValues(TWO_POOLS).withUserConfiguration(OwnTemplate.class).run((context) -> {
			assertThat(context.getBeansOfType(ShardedTemplate.class)).containsOnlyKeys("a", "b");
			assertThat(context.getBean("b", ShardedTemplate.class).name()).isEqualTo("a");
		});
	}

	@Test
	void leavesABeanOfAnotherTypeThePoolsName() {
		this.runner.withPropertyValues(TWO_POOLS)
			.withUserConfiguration(OtherBean.class, Qualified.class)
			.run((context) -> {
				assertThat(context.getBean("b")).isEqualTo("mine");
				assertThat(context.getBean(Qualified.class).template.name()).isEqualTo("b");
			});
	}

	@Test
	void plugsInNodesAlgorithmsAndCodecs() {
		this.runner
			.withPropertyValues("sm.cache.pools.p.continuum=last", "sm.cache.pools.p.nodes.n1.url=mine:",
					"sm.cache.pools.p.nodes.n2.url=memory:")
			.withUserConfiguration(Plugins.class)
			.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				assertThat(template.nodeFor("k")).isEqualTo("n2");
				template.set("k", List.of());
				assertThat(template.get("k", String.class)).isEqualTo("encoded");
			});
	}

	@Test
	void doesNotTakeBootsConnectionToLocalhostForConfigured() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.run((context) -> assertThat(node(context.getBean(ShardedTemplates.class))).isEqualTo("memory"));
	}

	@Test
	void usesTheRedisThatPropertiesConfigure() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1")
			.run((context) -> assertThat(node(context.getBean(ShardedTemplates.class))).isEqualTo("redis"));
	}

	@Test
	void usesTheRedisThatPropertiesConfigureWithoutBootsModule() {
		this.runner.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1")
			.run((context) -> assertThat(node(context.getBean(ShardedTemplates.class))).isEqualTo("redis"));
	}

	@Test
	void usesTheRedisOfConnectionDetails() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {
				@Override
				public Standalone getStandalone() {
					return Standalone.of("127.0.0.1", 1);
				}
			})
			.run((context) -> assertThat(node(context.getBean(ShardedTemplates.class))).isEqualTo("redis"));
	}

	@Test
	void usesTheConnectionFactoryOfTheUser() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withBean(RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.run((context) -> assertThat(node(context.getBean(ShardedTemplates.class))).isEqualTo("redis"));
	}

	@Test
	void keepsMemoryPrivateIfToldTo() {
		this.runner.withUserConfiguration(SharedStore.class)
			.withPropertyValues("sm.cache.pools.p.nodes.n1.url=memory:", "sm.cache.pools.p.allow-private-nodes=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void needsNoPoolBesideASharedStore() {
		this.runner.withUserConfiguration(SharedStore.class)
			.run((context) -> assertThat(context.getBean(ShardedTemplates.class).names()).isEmpty());
	}

	private static String node(ShardedTemplates templates) {
		return templates.get("default").nodeFor("k");
	}

	static class Unqualified {

		@Autowired
		ShardedTemplate template;

	}

	static class Qualified {

		@Autowired
		@Qualifier("b")
		ShardedTemplate template;

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTemplate {

		@Bean
		ShardedTemplate b(ShardedTemplates templates) {
			return templates.get("a");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherBean {

		@Bean
		String b() {
			return "mine";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedStore {

		@Bean
		CoordinationStore shared() {
			return new ForwardingStore(LocalCoordinationStore.shared("cache-tests"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plugins {

		@Bean
		NodeFactory myNodes() {
			return new NodeFactory() {
				@Override
				public Set<String> schemes() {
					return Set.of("mine");
				}

				@Override
				public NodeStorage create(NodeConfig config) {
					return new MemoryNodeFactory()
						.create(new NodeConfig(config.id(), "memory:", null, null, config.timeout(), null));
				}
			};
		}

		@Bean
		ContinuumAlgorithm last() {
			return new ContinuumAlgorithm() {
				@Override
				public String name() {
					return "last";
				}

				@Override
				public Continuum create(ContinuumSpec spec) {
					return Continuum.of(ContinuumSpec.of("weighted").with("n2", 1));
				}
			};
		}

		@Bean
		CacheCodec codec() {
			return new CacheCodec() {
				@Override
				public byte[] encode(Object value) {
					return "encoded".getBytes(UTF_8);
				}

				@Override
				public <T> T decode(byte[] bytes, Type type) {
					throw new UnsupportedOperationException();
				}
			};
		}

	}

}
