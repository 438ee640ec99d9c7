package dev.sm.autoconfigure;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.sm.cache.PoolMigrations;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.console.ConsoleController;
import dev.sm.console.ConsoleDriver;
import dev.sm.console.ConsoleSource;
import dev.sm.console.KeyLookup;
import dev.sm.console.LiveSource;
import dev.sm.console.Operations;
import dev.sm.event.OperatorLog;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardRouter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the web page for operators.
 */
@AutoConfiguration(after = { SmAutoConfiguration.class, SmEventAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnSm
@ConditionalOnProperty("sm.console.enabled")
@Import(BodyLimitConfiguration.class)
public final class SmConsoleAutoConfiguration {

	static final String SECURITY = "org.springframework.security.core.context.SecurityContextHolder";

	@Bean
	@ConditionalOnMissingBean
	ConsoleSource consoleSource(OwnershipDriver driver, ShardedTemplates templates,
			ObjectProvider<PoolMigrations> migrations, ObjectProvider<PrefixTemplate> byPrefix) {
		return new LiveSource(() -> Managers.of(driver), templates, migrations.getIfAvailable(),
				byPrefix.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	ConsoleDriver consoleDriver(ConsoleSource source, SmProperties properties, Environment environment) {
		Map<String, Object> hello = new LinkedHashMap<>();
		hello.put("application", environment.getProperty("spring.application.name", "application"));
		hello.put("readOnly", properties.console().readOnly());
		return new ConsoleDriver(source, hello, Clock.systemUTC());
	}

	/** Before the web server stops, which waits for requests under way. */
	@Bean
	ApplicationListener<ContextClosedEvent> consoleStop(ConsoleDriver driver) {
		return (event) -> driver.close();
	}

	@Bean
	@ConditionalOnMissingBean
	ConsoleController consoleController(ConsoleDriver console, OwnershipDriver driver, ShardedTemplates templates,
			ShardRouter router, ObjectProvider<PoolMigrations> migrations, SmProperties properties,
			ObjectProvider<PrefixTemplate> byPrefix, ObjectProvider<OperatorLog> log) {
		Supplier<Map<String, ShardManager>> services = () -> Managers.of(driver);
		Operations operations = properties.console().readOnly() ? null
				: new Operations(services, migrations.getIfAvailable(), log.getIfAvailable(() -> OperatorLog.NONE));
		boolean secured = ClassUtils.isPresent(SECURITY, getClass().getClassLoader());
		return new ConsoleController(console, new KeyLookup(services, templates, router, byPrefix.getIfAvailable()),
				operations, secured ? properties.console().operatorRole() : null);
	}

}
