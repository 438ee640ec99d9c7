package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

class StartPreparationTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final StartPreparation preparation = new StartPreparation(new AtomicBoolean(), this.tasks::add);

	private static ApplicationEnvironmentPreparedEvent event(MockEnvironment environment) {
		return new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
				new SpringApplication(StartPreparationTests.class), new String[0], environment);
	}

	@Test
	void loadsOnceInTheBackground() {
		assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
		this.preparation.onApplicationEvent(event(new MockEnvironment()));
		this.preparation.onApplicationEvent(event(new MockEnvironment()));
		assertThat(this.tasks).hasSize(1);
		assertThatNoException().isThrownBy(this.tasks.get(0)::run);
	}

	@Test
	void loadsNothingForAnApplicationWithoutSm() {
		this.preparation.onApplicationEvent(event(new MockEnvironment().withProperty("sm.enabled", "false")));
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void bootKnowsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(StartPreparation.class);
	}

}
