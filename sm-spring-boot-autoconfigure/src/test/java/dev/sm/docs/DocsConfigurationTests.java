package dev.sm.docs;

import dev.sm.autoconfigure.SmAutoConfiguration;
import dev.sm.autoconfigure.SmClientRoutingAutoConfiguration;
import dev.sm.autoconfigure.SmSpringCacheAutoConfiguration;
import dev.sm.autoconfigure.SmWebRoutingAutoConfiguration;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.manager.ShardManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.cache.CacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with the configuration and the beans that the docs show.
 */
class DocsConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class));

	@Test
	void theConfigurationOfTheReadmeStarts() {
		with("readme.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardManager.class).service()).isEqualTo("page-views");
			assertThat(context.getBean(ShardedTemplates.class).get("default").describe().nodes()).extracting("weight")
				.containsExactly(100, 150);
		});
	}

	@Test
	void thePoolsOfTheGuideStart() {
		with("pools.yml").withBean(CacheSnippets.Sessions.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).names()).containsExactlyInAnyOrder("sessions", "pages");
		});
	}

	@Test
	void theNearCacheOfTheCachePageStarts() {
		with("near-cache.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).get("default").near()).isPresent();
		});
	}

	@Test
	void theGutterOfTheCachePageStarts() {
		with("gutter.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).names()).containsExactlyInAnyOrder("default", "spare");
		});
	}

	@Test
	void thePrefixesOfTheCachePageLeadToTheirPools() {
		with("prefixes.yml").withBean(PrefixSnippets.Shop.class).run((context) -> {
			assertThat(context).hasNotFailed();
			PrefixTemplate template = context.getBean(PrefixTemplate.class);
			assertThat(template.poolFor("session:1")).isEqualTo("sessions");
			assertThat(template.poolFor("session:cart:1")).isEqualTo("default");
			assertThat(template.poolFor("page:1")).isEqualTo("default");
		});
	}

	@Test
	void theCopiesOfTheCachePageAreReadFrom() {
		with("read-from.yml").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theLargeValuesOfTheCachePageAreCompressedOrRefused() {
		with("values.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			ShardedTemplate template = context.getBean(ShardedTemplates.class).get("default");
			template.set("k", "long ".repeat(1_000_000));
			assertThat(template.get("k", String.class)).hasSize(5_000_000);
		});
	}

	@Test
	void theCachesOfTheCachePageKeepBooks() {
		new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmSpringCacheAutoConfiguration.class))
			.withInitializer((context) -> AutoConfigurationPackages.register((BeanDefinitionRegistry) context,
					CachedBooks.class.getPackageName()))
			.withUserConfiguration(CachedBooks.Caching.class, CachedBooks.Books.class)
			.withPropertyValues("spring.config.import=classpath:docs/spring-cache.yml",
					"sm.coordination.prefix=/docs-caches")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CachedBooks.Books books = context.getBean(CachedBooks.Books.class);
				assertThat(books.book("1")).isEqualTo(books.book("1"));
				assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("books", "logins");
			});
	}

	@Test
	void theDatabasesOfTheJdbcPageStart() {
		with("jdbc.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).names()).containsExactly("reports");
		});
	}

	@Test
	void theForwardingOfTheRoutingPageStarts() {
		new WebApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmWebRoutingAutoConfiguration.class,
					SmClientRoutingAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withBean(CartController.class)
			.withBean(CartClients.class)
			.withPropertyValues("spring.config.import=classpath:docs/routing-forward.yml",
					"sm.coordination.prefix=/docs-forward")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void thePoolOfTheCompatibilityPagePlacesAsTwemproxyDoes() {
		with("compatible-pool.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).get("default").nodeFor("key:0")).isEqualTo("c");
		});
	}

	@Test
	void theReplicatedPoolOfTheCachePageIsMade() {
		with("replicated-pool.yml").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ShardedTemplates.class).get("default").describe().nodes()).hasSize(3);
		});
	}

	@Test
	void theProgramOfTheRoutingPageIsTold() {
		with("program.yml").withPropertyValues("sm.shards.count=0")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theServicesOfTheRoutingPageStart() {
		with("routing-services.yml").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theBeansOfTheReadmeCount() {
		this.runner.withBean(PageViewShards.class)
			.withBean(PageViewService.class)
			.withPropertyValues("sm.coordination.prefix=/docs-readme")
			.run((context) -> {
				PageViewService service = context.getBean(PageViewService.class);
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(service.count("/index.html")).isEqualTo(1));
				assertThat(service.count("/index.html")).isEqualTo(2);
			});
	}

	@Test
	void theJobsOfTheGuideAreAddedAndMoved() {
		this.runner.withBean(JobShards.class)
			.withPropertyValues("sm.coordination.prefix=/docs-jobs", "sm.shards.services.jobs.count=0",
					"sm.participant.id=p1", "sm.participant.tags=gpu")
			.run((context) -> {
				ShardManager manager = context.getBean(ShardManager.class);
				JobAdmin admin = new JobAdmin(manager);
				admin.add("nightly-report", "SELECT 1");
				Awaitility.await()
					.untilAsserted(() -> assertThat(manager.forService("jobs").held()).extracting("id")
						.containsExactly("nightly-report"));
				admin.sendHome("nightly-report", "p1");
			});
	}

	private ApplicationContextRunner with(String file) {
		return this.runner.withPropertyValues("spring.config.import=classpath:docs/" + file,
				"sm.coordination.prefix=/docs-" + file.replace('.', '-'));
	}

}
