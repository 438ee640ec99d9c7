package dev.sm.autoconfigure;

import dev.sm.cache.PoolMigrations;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.endpoint.ContinuumEndpoint;
import dev.sm.endpoint.MigrationEndpoint;
import dev.sm.endpoint.Operators;
import dev.sm.endpoint.PushgatewayEndpoint;
import dev.sm.endpoint.SecretSettings;
import dev.sm.endpoint.ShardsEndpoint;
import dev.sm.event.OperatorLog;
import dev.sm.manager.OwnershipDriver;
import dev.sm.pushgateway.PushgatewayDriver;
import dev.sm.pushgateway.PushgatewayRouter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the endpoints that show pools, shards and migrations.
 */
@AutoConfiguration(
		after = { SmAutoConfiguration.class, SmEventAutoConfiguration.class, SmPushgatewayAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnSm
@Import(BodyLimitConfiguration.class)
public final class SmEndpointAutoConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	ContinuumEndpoint continuumEndpoint(ShardedTemplates templates, ObjectProvider<PrefixTemplate> byPrefix) {
		return new ContinuumEndpoint(templates, byPrefix.getIfAvailable());
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	ShardsEndpoint shardsEndpoint(OwnershipDriver driver, ObjectProvider<OperatorLog> log, SmProperties properties) {
		return new ShardsEndpoint(() -> Managers.of(driver), log.getIfAvailable(() -> OperatorLog.NONE),
				operators(properties));
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(PoolMigrations.class)
	@ConditionalOnMissingBean
	MigrationEndpoint migrationEndpoint(ShardedTemplates templates, PoolMigrations migrations,
			ObjectProvider<OperatorLog> log, SmProperties properties) {
		return new MigrationEndpoint(templates::names, migrations, log.getIfAvailable(() -> OperatorLog.NONE),
				operators(properties));
	}

	/** Of those that show properties. */
	@Bean
	SecretSettings secretSettings() {
		return new SecretSettings();
	}

	private static Operators operators(SmProperties properties) {
		boolean secured = ClassUtils.isPresent(SmConsoleAutoConfiguration.SECURITY, null);
		return secured ? new Operators(properties.console().operatorRole()) : Operators.ANYBODY;
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBooleanProperty("sm.pushgateway.enabled")
	@ConditionalOnBean(PushgatewayDriver.class)
	@ConditionalOnMissingBean
	PushgatewayEndpoint pushgatewayEndpoint(PushgatewayRouter router, PushgatewayDriver driver) {
		return new PushgatewayEndpoint(router, driver::status);
	}

}
