package dev.sm.autoconfigure;

import java.util.Map;
import java.util.Set;

import dev.sm.cache.PoolRefresh;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedOperations;
import dev.sm.cache.ShardedTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class PrefixWiringTests {

	private static final String RULES = "sm.cache.prefixes.rules.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withPropertyValues("sm.cache.pools.default.nodes.n1.url=memory:", "sm.cache.pools.users.nodes.n1.url=memory:");

	private final ApplicationContextRunner ruled = this.runner.withPropertyValues(RULES + "people.prefix=user:",
			RULES + "people.pool=users");

	@Test
	void keysGoToTheirPools() {
		this.ruled.run((context) -> {
			PrefixTemplate template = context.getBean(PrefixTemplate.class);
			template.set("user:1", "Ada");
			template.set("page:1", "x");
			assertThat(context.getBean("users", ShardedTemplate.class).get("user:1", String.class)).isEqualTo("Ada");
			assertThat(context.getBean("default", ShardedTemplate.class).get("page:1", String.class)).isEqualTo("x");
		});
	}

	@Test
	void anUnqualifiedInjectionGetsThePool() {
		this.ruled.run((context) -> {
			assertThat(context.getBean(ShardedTemplate.class).name()).isEqualTo("default");
			assertThat(context.getBean(ShardedOperations.class)).isSameAs(context.getBean(ShardedTemplate.class));
		});
	}

	@Test
	void thereIsNoneWithoutRules() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(PrefixTemplate.class));
	}

	@Test
	void aDefaultPoolAloneIsEnough() {
		this.runner.withPropertyValues("sm.cache.prefixes.default-pool=users")
			.run((context) -> assertThat(context.getBean(PrefixTemplate.class).poolFor("k")).isEqualTo("users"));
	}

	@Test
	void backsOff() {
		this.ruled.withBean("mine", PrefixTemplate.class, () -> mock(PrefixTemplate.class))
			.run((context) -> assertThat(context).hasSingleBean(PrefixTemplate.class).hasBean("mine"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					rules.people.pool=nobody           | ~'sm.cache.prefixes.rules.people.pool' must be the name of a pool: default, users (was 'nobody').~
					rules.other.prefix=x               | ~'sm.cache.prefixes.rules.other.pool' must be the name of a pool: default, users (is missing).~
					rules.other.pool=users             | ~'sm.cache.prefixes.rules.other.prefix' must be 1 to 256 characters; what no rule is for goes to 'sm.cache.prefixes.default-pool' (is missing).~
					default-pool=nobody                | ~'sm.cache.prefixes.default-pool' must be the name of a pool: default, users (was 'nobody').~
					""")
	void whatIsWrongFailsTheStart(String property, String message) {
		this.ruled.withPropertyValues("sm.cache.prefixes." + property)
			.run((context) -> assertThat(context).getFailure().hasRootCauseMessage(message));
	}

	@Test
	void twoRulesForOnePrefixFailTheStart() {
		this.ruled.withPropertyValues(RULES + "again.prefix=user:", RULES + "again.pool=default")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("are the same: 'user:'"));
	}

	@Test
	void thePoolOfOtherKeysMustBeNamedWhereItIsNotClear() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
			.withPropertyValues("sm.cache.pools.a.nodes.n1.url=memory:", "sm.cache.pools.b.nodes.n1.url=memory:",
					RULES + "x.prefix=x:", RULES + "x.pool=a")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage(
						"'sm.cache.prefixes.default-pool' must be the name of a pool: a, b (is missing)."));
	}

	@Test
	void rulesAreReadAgain() {
		this.ruled.run((context) -> {
			PrefixTemplate template = context.getBean(PrefixTemplate.class);
			change(context, Map.of(RULES + "ads.prefix", "user:ad:", RULES + "ads.pool", "default"));
			context.publishEvent(new EnvironmentChangeEvent(Set.of(RULES + "ads.pool")));
			assertThat(template.poolFor("user:ad:1")).isEqualTo("default");
			assertThat(template.poolFor("user:1")).isEqualTo("users");
			change(context, Map.of(RULES + "ads.pool", "nobody"));
			assertThatExceptionOfType(InvalidPropertyException.class)
				.isThrownBy(() -> context.getBean(PoolRefresh.class).refresh())
				.withMessageContaining("'nobody'");
			assertThat(template.poolFor("user:ad:1")).isEqualTo("default");
		});
	}

	private static void change(ConfigurableApplicationContext context, Map<String, Object> properties) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("changed" + properties.hashCode(), properties));
	}

}
