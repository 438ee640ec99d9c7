package dev.sm.autoconfigure;

import dev.sm.cache.ShardedTemplates;
import dev.sm.coordination.CoordinationStore;
import dev.sm.health.SmCacheHealthIndicator;
import dev.sm.health.SmHealthIndicator;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of coordination, ownership and pools.
 */
@AutoConfiguration(after = SmAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSm
public final class SmHealthAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("sm")
	@ConditionalOnMissingBean(name = "smHealthIndicator")
	SmHealthIndicator smHealthIndicator(OwnershipDriver driver, OwnershipSettings settings, CoordinationStore store,
			ApplicationContext context) {
		return new SmHealthIndicator(CoordinationChoice.describe(store, context), settings.participantId(),
				driver::status, () -> Managers.of(driver));
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("sm-cache")
	@ConditionalOnMissingBean(name = "smCacheHealthIndicator")
	SmCacheHealthIndicator smCacheHealthIndicator(ShardedTemplates templates) {
		return new SmCacheHealthIndicator(templates);
	}

}
