package dev.sm.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application that does not want sm pays for it, and how it learns that.
 */
@Timeout(60)
class SwitchedOffTests {

	@Test
	void noAutoConfigurationIsReadAndTheReportSaysWhy() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("sm.enabled=false", "spring.main.banner-mode=off", "spring.cloud.consul.enabled=false")
			.run()) {
			Map<String, ConditionAndOutcomes> report = ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource();
			assertThat(ours()).hasSizeGreaterThan(10).allSatisfy((name) -> {
				// a class that was read has been asked for more
				assertThat(report.get(name)).as(name).singleElement().satisfies((asked) -> {
					assertThat(asked.getOutcome().isMatch()).isFalse();
					assertThat(asked.getOutcome().getMessage()).isEqualTo("'sm.enabled' is false");
				});
			});
			assertThat(beans(context)).isEmpty();
		}
	}

	@Test
	void withoutTheFirstAutoConfigurationTheOthersTakeNoEffect() {
		ApplicationContextRunner all = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmEventAutoConfiguration.class));
		all.run((context) -> assertThat(context).hasBean(OnSmCondition.PROPERTIES).hasBean("smEvents"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmEventAutoConfiguration.class))
			.run((context) -> assertThat(beans(context)).isEmpty());
	}

	private static List<String> ours() {
		return ImportCandidates.load(AutoConfiguration.class, SwitchedOffTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.sm."))
			.toList();
	}

	private static List<String> beans(ApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> context.getType(name) != Application.class)
			.filter((name) -> String.valueOf(context.getType(name)).contains("dev.sm."))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
