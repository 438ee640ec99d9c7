package dev.sm.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class OwnershipTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withUserConfiguration(Handlers.class);

	@Test
	void holdsAllShardsWhenAlone() {
		this.runner.withPropertyValues("spring.application.name=alone")
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(64)));
	}

	@Test
	void holdsAllShardsWithLazyInitialization() {
		this.runner.withPropertyValues("spring.application.name=lazy")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(64)));
	}

	@Test
	void sharesShardsWithAnotherContext() {
		ApplicationContextRunner both = this.runner.withPropertyValues("spring.application.name=two");
		both.run((first) -> both.run((second) -> Awaitility.await().untilAsserted(() -> {
			Set<String> here = ids(first.getBean(ShardManager.class));
			Set<String> there = ids(second.getBean(ShardManager.class));
			assertThat(here).hasSize(32).doesNotContainAnyElementsOf(there);
			assertThat(there).hasSize(32);
		})));
	}

	@Test
	void dropsAllShardsWhenTheContextCloses() {
		Handler[] handler = new Handler[1];
		this.runner.withPropertyValues("spring.application.name=closing").run((context) -> {
			handler[0] = context.getBean(Handler.class);
			Awaitility.await().untilAsserted(() -> assertThat(handler[0].shards).hasSize(64));
		});
		assertThat(handler[0].shards).isEmpty();
	}

	@Test
	void holdsNothingWhenItOnlyLooksOn() {
		ApplicationContextRunner both = this.runner.withPropertyValues("spring.application.name=looking");
		both.run((owner) -> both.withPropertyValues("sm.participant.enabled=false").run((onlooker) -> {
			Awaitility.await().untilAsserted(() -> assertThat(owner.getBean(ShardManager.class).held()).hasSize(64));
			assertThat(onlooker.getBean(ShardManager.class).held()).isEmpty();
		}));
	}

	@Test
	void closesInTimeThoughAHandlerDoesNotReturn() {
		CountDownLatch release = new CountDownLatch(1);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
			.withBean(StuckHandler.class, () -> new StuckHandler(release))
			.withPropertyValues("spring.application.name=stuck", "sm.shards.count=1",
					"spring.lifecycle.timeout-per-shutdown-phase=500ms")
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(1)));
		assertThat(release.getCount()).isOne();
		release.countDown();
	}

	private static Set<String> ids(ShardManager manager) {
		return manager.held().stream().map(Shard::id).collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	@ShardHandler
	static class Handler {

		final Set<String> shards = ConcurrentHashMap.newKeySet();

		@OnShardAdd
		void add(Shard shard) {
			this.shards.add(shard.id());
		}

		@OnShardDrop
		void drop(Shard shard) {
			this.shards.remove(shard.id());
		}

	}

	@ShardHandler
	static class StuckHandler {

		private final CountDownLatch release;

		StuckHandler(CountDownLatch release) {
			this.release = release;
		}

		@OnShardAdd
		void add() {
		}

		@OnShardDrop
		void drop() {
			while (this.release.getCount() > 0) {
				LockSupport.parkNanos(1_000_000);
			}
		}

	}

}
