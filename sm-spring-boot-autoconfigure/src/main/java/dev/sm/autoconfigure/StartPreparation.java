package dev.sm.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.env.Environment;

/**
 * Loads what the start needs later on another thread, while Spring reads configuration:
 * the classes of sm's properties, and the Reactor that Spring MVC looks at because sm's
 * Redis client brings it. As Boot does for what it brings itself, and under the same
 * system property; unlike Boot's it asks the environment first, so that an application
 * without sm does not pay. Whatever goes wrong here goes wrong again where it is
 * reported.
 */
final class StartPreparation implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(StartPreparation.class);

	/** Boot's system property. */
	private static final String IGNORE = "spring.backgroundpreinitializer.ignore";

	/** What is loaded stays loaded. */
	private static final AtomicBoolean prepared = new AtomicBoolean();

	private final AtomicBoolean done;

	private final Executor executor;

	StartPreparation() {
		this(prepared, StartPreparation::onThread);
	}

	StartPreparation(AtomicBoolean done, Executor executor) {
		this.done = done;
		this.executor = executor;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (!isWanted(event.getEnvironment()) || !this.done.compareAndSet(false, true)) {
			return;
		}
		boolean servlet = event.getSpringApplication().getWebApplicationType() == WebApplicationType.SERVLET;
		this.executor.execute(() -> prepare(servlet));
	}

	private static boolean isWanted(Environment environment) {
		return Runtime.getRuntime().availableProcessors() > 1 && !NativeDetector.inNativeImage()
				&& !Boolean.getBoolean(IGNORE)
				&& !"false".equalsIgnoreCase(environment.getProperty(OnEnabledCondition.KEY));
	}

	private static void prepare(boolean servlet) {
		try {
			new Binder(new MapConfigurationPropertySource()).bindOrCreate("sm", Bindable.of(SmProperties.class));
			if (servlet) {
				ReactiveAdapterRegistry.getSharedInstance();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The start could not be prepared", ex);
		}
	}

	private static void onThread(Runnable task) {
		Thread thread = new Thread(task, "sm-start-preparation");
		thread.setDaemon(true);
		thread.start();
	}

	/** After the listeners that make the environment what it is. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
