package dev.sm.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.cache.ShardedTemplates;
import dev.sm.cache.spring.ShardedCacheManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class SpringCacheTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmSpringCacheAutoConfiguration.class,
				CacheAutoConfiguration.class, CacheMetricsAutoConfiguration.class));

	private final ApplicationContextRunner caching = this.runner.withUserConfiguration(Books.class);

	@Test
	void cachesResultsInThePool() {
		this.caching.run((context) -> {
			Library library = context.getBean(Library.class);
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(ShardedCacheManager.class);
			assertThat(library.book("1")).isEqualTo(library.book("1"));
			assertThat(library.synchronously("1")).isEqualTo(library.synchronously("1"));
			assertThat(library.later("1").join()).isEqualTo(library.later("1").join());
			assertThat(library.missing("1")).isNull();
			assertThat(library.missing("1")).isNull();
			assertThat(library.calls()).isEqualTo(4);
			assertThat(context.getBean(ShardedTemplates.class).get("default").scan("").toList())
				.containsExactlyInAnyOrder("books::1", "synchronous::1", "later::1", "missing::1");
			library.forget("1");
			library.book("1");
			assertThat(library.calls()).isEqualTo(6);
		});
	}

	@Test
	void isNotThereWithoutCaching() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CacheManager.class));
	}

	@Test
	void backsOff() {
		this.caching.withBean(ConcurrentMapCacheManager.class)
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
		this.caching.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).getBean(CacheManager.class).isInstanceOf(NoOpCacheManager.class));
		this.caching.withPropertyValues("sm.cache.spring.enabled=false")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isNotInstanceOf(ShardedCacheManager.class));
		this.caching.withPropertyValues("sm.enabled=false")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isNotInstanceOf(ShardedCacheManager.class));
	}

	@Test
	void eachCacheHasItsPool() {
		this.caching
			.withPropertyValues("sm.cache.pools.a.nodes.n1.url=memory:", "sm.cache.pools.b.nodes.n1.url=memory:",
					"sm.cache.spring.pool=a", "sm.cache.caches.books.pool=b", "sm.cache.caches.books.ttl=1h",
					"spring.cache.cache-names=later")
			.run((context) -> {
				ShardedTemplates pools = context.getBean(ShardedTemplates.class);
				assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("books", "later");
				context.getBean(Library.class).book("1");
				context.getBean(Library.class).synchronously("1");
				assertThat(pools.get("a").scan("").toList()).containsExactly("synchronous::1");
				assertThat(pools.get("b").scan("").toList()).containsExactly("books::1");
			});
	}

	@Test
	void namesThePoolsWhenOneIsUnknown() {
		this.caching.withPropertyValues("sm.cache.pools.a.nodes.n1.url=memory:", "sm.cache.caches.books.pool=b")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("'sm.cache.caches.books.pool' must be the name of a pool: a (was 'b')."));
		this.caching.withPropertyValues("sm.cache.caches.books.ttl=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("'sm.cache.caches.books.ttl' must be 1ms or more (was '0s')."));
	}

	@Test
	void waitsForTransactionsByChoice() {
		this.caching.withPropertyValues("sm.cache.spring.transaction-aware=true")
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCache("books"))
				.isInstanceOf(TransactionAwareCacheDecorator.class));
	}

	@Test
	void cachesHaveMeters() {
		this.caching.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("sm.cache.caches.books.ttl=1h")
			.run((context) -> {
				context.getBean(Library.class).book("1");
				context.getBean(Library.class).book("1");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(
						registry.get("cache.gets").tag("cache", "books").tag("result", "hit").functionCounter().count())
					.isEqualTo(1);
				assertThat(registry.get("cache.puts").tag("cache", "books").functionCounter().count()).isEqualTo(1);
			});
	}

	record Book(String isbn, int call) {

	}

	static class Library {

		private final AtomicInteger calls = new AtomicInteger();

		int calls() {
			return this.calls.get();
		}

		@Cacheable("books")
		public Book book(String isbn) {
			return new Book(isbn, this.calls.incrementAndGet());
		}

		@Cacheable(cacheNames = "synchronous", sync = true)
		public Book synchronously(String isbn) {
			return new Book(isbn, this.calls.incrementAndGet());
		}

		@Cacheable(cacheNames = "later", sync = true)
		public CompletableFuture<Book> later(String isbn) {
			return CompletableFuture.completedFuture(new Book(isbn, this.calls.incrementAndGet()));
		}

		@Cacheable("missing")
		public Book missing(String isbn) {
			this.calls.incrementAndGet();
			return null;
		}

		@CacheEvict("books")
		public void forget(String isbn) {
			this.calls.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@AutoConfigurationPackage
	static class Books {

		@Bean
		Library library() {
			return new Library();
		}

	}

}
