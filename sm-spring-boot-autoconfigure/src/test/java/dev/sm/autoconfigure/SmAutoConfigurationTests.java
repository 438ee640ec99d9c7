package dev.sm.autoconfigure;

import java.util.Arrays;
import java.util.List;

import dev.sm.cache.PoolMigrations;
import dev.sm.cache.ShardedTemplates;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@Timeout(60)
class SmAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmEndpointAutoConfiguration.class));

	@Test
	void needsNoServer() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(LocalCoordinationStore.class);
			assertThat(context).hasSingleBean(ShardManager.class);
			assertThat(context).hasSingleBean(ShardRouter.class);
			assertThat(context).hasSingleBean(ShardedTemplates.class);
			assertThat(context).hasSingleBean(PoolMigrations.class);
			assertThat(context.getBean(ShardedTemplates.class).names()).containsExactly("default");
		});
	}

	@Test
	void leavesNothingWhenItIsNotEnabled() {
		this.runner.withPropertyValues("sm.enabled=false", "sm.no-such-key=1").run((context) -> {
			List<String> ours = Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> String.valueOf(context.getType(name)).contains("dev.sm")
						|| String.valueOf(context.getBeanFactory().getBeanDefinition(name).getBeanClassName())
							.contains("dev.sm"))
				.toList();
			assertThat(ours).isEmpty();
		});
	}

	@Test
	void namesTheServiceAfterTheApplication() {
		this.runner.withPropertyValues("spring.application.name=shop")
			.run((context) -> assertThat(context.getBean(ShardManager.class).service()).isEqualTo("shop"));
	}

	@Test
	void namesTheServiceAsConfigured() {
		this.runner.withPropertyValues("spring.application.name=shop", "sm.service=orders")
			.run((context) -> assertThat(context.getBean(ShardManager.class).service()).isEqualTo("orders"));
	}

	@Test
	void namesTheServiceOfANamelessApplication() {
		this.runner
			.run((context) -> assertThat(context.getBean(ShardManager.class).service()).isEqualTo("application"));
	}

	@Test
	void takesPartInFurtherServices() {
		this.runner.withPropertyValues("sm.shards.services.other.count=3").run((context) -> {
			assertThat(context.getBean(OwnershipDriver.class).services()).containsExactly("application", "other");
			assertThat(context.getBean(ShardManager.class).forService("other").service()).isEqualTo("other");
			assertThat(context.getBean(ShardRouter.class).forService("other").shardFor("k")).isIn("0", "1", "2");
		});
	}

	@Test
	void backsOffForACoordinationStore() {
		this.runner.withUserConfiguration(StoreConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(CoordinationStore.class);
			assertThat(context).hasBean("mine");
		});
	}

	@Test
	void backsOffForAShardManagerAndAShardRouter() {
		this.runner.withUserConfiguration(OwnershipBeans.class).run((context) -> {
			assertThat(context.getBean(ShardManager.class)).isSameAs(context.getBean("myManager"));
			assertThat(context.getBean(ShardRouter.class)).isSameAs(context.getBean("myRouter"));
		});
	}

	@Test
	void backsOffForPools() {
		this.runner.withUserConfiguration(PoolBeans.class).run((context) -> {
			assertThat(context.getBean(ShardedTemplates.class)).isSameAs(context.getBean("myTemplates"));
			assertThat(context.getBean(PoolMigrations.class)).isSameAs(context.getBean("myMigrations"));
		});
	}

	@Test
	void knowsWhatItComesAfter() {
		for (String name : SmAutoConfiguration.class.getAnnotation(AutoConfiguration.class).afterName()) {
			assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).as(name).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		CoordinationStore mine() {
			return LocalCoordinationStore.shared("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnershipBeans {

		@Bean
		ShardManager myManager() {
			return mock(ShardManager.class);
		}

		@Bean
		ShardRouter myRouter() {
			return mock(ShardRouter.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PoolBeans {

		@Bean
		ShardedTemplates myTemplates() {
			return mock(ShardedTemplates.class);
		}

		@Bean
		PoolMigrations myMigrations() {
			return mock(PoolMigrations.class);
		}

	}

}
